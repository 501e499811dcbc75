namespace ProcessProxy.Configuration;

/// <summary>Shows values in a plan: as they are written in the file, and only where they cannot be a secret.</summary>
internal static class ShownValue
{
    /// <summary>The word for a value that is not set.</summary>
    public const string None = "none";

    private const int MostDigits = 5;
    private const int MostCharacters = 60;

    private static readonly string[] Secrets = ["SECRET", "KEY", "TOKEN", "PASS", "PWD", "PIN", "CODE", "CREDENTIAL", "AUTH", "SALT"];

    /// <summary><c>key old → new</c>, or <c>key changed</c> where a value is null or cannot be read in one line.</summary>
    public static string Difference(string key, string? old, string? updated) =>
        IsReadable(old) && IsReadable(updated) && old != updated ? $"{key} {old} → {updated}" : $"{key} changed";

    /// <summary>The value of an environment variable; null when it may be a secret: not a number of a few digits or true or false, or under a name that speaks of one.</summary>
    public static string? OfVariable(string name, string? value) =>
        value is null ? None
        : !Array.Exists(Secrets, word => name.Contains(word, StringComparison.OrdinalIgnoreCase))
            && (value is "true" or "false" || (value.Length is > 0 and <= MostDigits && value.All(char.IsAsciiDigit)))
            ? value : null;

    private static bool IsReadable(string? text) => text is { Length: <= MostCharacters } && !text.Any(char.IsControl);
}
