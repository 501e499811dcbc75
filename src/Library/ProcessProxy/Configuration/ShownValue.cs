using System.Globalization;

namespace ProcessProxy.Configuration;

/// <summary>
/// Values as a plan shows them: as they are written in the file, and only where they cannot be a secret. Of the environment that is a port,
/// a number of a few digits or a yes or no under a name that speaks of no secret.
/// </summary>
internal static class ShownValue
{
    private const string Environment = "env.";
    private const int MostDigits = 5;
    private const int MostCharacters = 60;

    /// <summary>These may hold passwords, tokens in a query, or text too long to read.</summary>
    private static readonly string[] Hidden = ["args", "description", "healthCheck.path", "logging.dir"];

    private static readonly string[] Secrets = ["SECRET", "KEY", "TOKEN", "PASS", "PWD", "PIN", "CODE", "CREDENTIAL", "AUTH", "SALT"];

    /// <summary>The text of a value; null when it is not to be shown.</summary>
    /// <param name="key">The key it stands at.</param>
    /// <param name="value">The value; null where nothing is set.</param>
    public static string? Of(string key, object? value)
    {
        if (Hidden.Contains(key, StringComparer.Ordinal))
        {
            return null;
        }

        var text = value switch
        {
            null => "none",
            string written => written,
            bool flag => flag ? "true" : "false",
            TimeSpan duration => duration.TotalMilliseconds.ToString("0.###", CultureInfo.InvariantCulture),
            Enum choice => choice.ToString().ToLowerInvariant(),
            ValueList<string> list => $"[{string.Join(", ", list)}]",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => null,
        };
        if (text is null || text.Length > MostCharacters || text.Any(char.IsControl))
        {
            return null;
        }

        return value is null || !key.StartsWith(Environment, StringComparison.Ordinal) || IsHarmless(key[Environment.Length..], text) ? text : null;
    }

    private static bool IsHarmless(string name, string value) =>
        !Array.Exists(Secrets, word => name.Contains(word, StringComparison.OrdinalIgnoreCase))
        && (value is "true" or "false" || (value.Length is > 0 and <= MostDigits && value.All(char.IsAsciiDigit)));
}
