namespace ProcessProxy.Configuration;

/// <summary>Shows values in a plan: as written in the file, and only if they cannot be secret.</summary>
internal static class ShownValue
{
    /// <summary>The word for a value that is not set.</summary>
    public const string None = "none";

    private const int MostDigits = 5;
    private const int MostCharacters = 60;

    private static readonly string[] Secrets = ["SECRET", "KEY", "TOKEN", "PASS", "PWD", "PIN", "CODE", "CREDENTIAL", "AUTH", "SALT"];

    /// <summary><c>key old → new</c>, or <c>key changed</c> if a value is null or does not fit on one line.</summary>
    public static string Difference(string key, string? old, string? updated) =>
        IsReadable(old) && IsReadable(updated) && old != updated ? $"{key} {old} → {updated}" : $"{key} changed";

    /// <summary>Returns the value of an environment variable, or null if it may be a secret: it is neither a short number nor true or false, or its name suggests a secret.</summary>
    public static string? OfVariable(string name, string? value) =>
        value is null ? None
        : !Array.Exists(Secrets, word => name.Contains(word, StringComparison.OrdinalIgnoreCase))
            && (value is "true" or "false" || (value.Length is > 0 and <= MostDigits && value.All(char.IsAsciiDigit)))
            ? value : null;

    private static bool IsReadable(string? text) => text is { Length: <= MostCharacters } && !text.Any(char.IsControl);
}
