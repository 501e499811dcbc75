using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Server.Printing;

/// <summary>What was probably meant by a word that is not known.</summary>
internal static class Suggestion
{
    /// <summary>A question with a space before it, to follow a sentence; empty when nothing is near.</summary>
    public static string Of(string written, IEnumerable<string> known) =>
        Spelling.Nearest(written, known) is { } nearest ? $" Did you mean '{nearest}'?" : "";
}
