using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Server.Printing;

/// <summary>Suggests the probable meaning of an unknown word.</summary>
internal static class Suggestion
{
    /// <summary>Returns a question after a space, to follow a sentence; empty if no word is near.</summary>
    public static string Of(string written, IEnumerable<string> known) =>
        Spelling.Nearest(written, known) is { } nearest ? $" Did you mean '{nearest}'?" : "";
}
