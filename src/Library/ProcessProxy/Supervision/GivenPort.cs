using System.Globalization;

namespace ProcessProxy.Supervision;

/// <summary>The port that a program was given, and may ignore.</summary>
internal static class GivenPort
{
    /// <summary>Says that a program listens elsewhere, and what to do, as the rest of a sentence.</summary>
    /// <param name="others">The ports that it listens on.</param>
    /// <param name="given">The port that it was given.</param>
    /// <param name="variable">The variable with the port; null if it was given none.</param>
    /// <returns>Null if it does not, or was given no port.</returns>
    public static string? Ignored(IReadOnlyList<int> others, int given, string? variable) => others.Count > 0 && !others.Contains(given) && variable is not null
        ? string.Create(CultureInfo.InvariantCulture, $"listens on {string.Join(" and ", others)}, was given {given} ({variable}): have it listen on the port in {variable}")
        : null;
}
