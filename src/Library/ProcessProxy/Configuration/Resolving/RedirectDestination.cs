using ProcessProxy.Configuration.Keys;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Checks where a route of type <c>redirect</c> sends clients.</summary>
internal static class RedirectDestination
{
    /// <summary>Returns the destination; an invalid one is reported.</summary>
    public static string? Check(string text, Place place, Reading reading)
    {
        if (IsDestination(text))
        {
            return text;
        }

        reading.Problems.Add(place, ProblemCodes.InvalidRedirect,
            $"'{text}' is not a valid redirect destination. Use a full http:// or https:// URL, or a path that begins with one '/', with special characters escaped.");
        return null;
    }

    // It is written to a header unchanged.
    private static bool IsDestination(string text) =>
        !text.AsSpan().ContainsAnyExceptInRange('!', '~')
        && !text.Contains('\\')
        && (HttpUrl.TryParse(text, out _) || (text.StartsWith('/') && !text.StartsWith("//", StringComparison.Ordinal)));
}
