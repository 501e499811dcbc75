using System.CommandLine;

namespace ProcessProxy.Server.Commands;

/// <summary><c>--json</c>: the answer for programs.</summary>
internal sealed class JsonOption : Option<bool>
{
    /// <summary>Makes it.</summary>
    public JsonOption()
        : base("--json") => Description = "Print JSON, as the management API returns it.";
}
