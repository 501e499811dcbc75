using System.CommandLine;

namespace ProcessProxy.Server.Commands;

/// <summary><c>--json</c>: output for programs.</summary>
internal sealed class JsonOption : Option<bool>
{
    /// <summary>Creates the option.</summary>
    public JsonOption()
        : base("--json") => Description = "Print JSON, as the management API returns it.";
}
