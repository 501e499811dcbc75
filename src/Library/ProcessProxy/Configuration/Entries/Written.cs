using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Entries;

/// <summary>A value the user wrote, and where.</summary>
internal readonly record struct Written<T>(T Value, Place Place);

/// <summary>A key of the user's own choice (a variable, a header, an expression) with its text.</summary>
/// <param name="Name">The key.</param>
/// <param name="Place">Where the key is.</param>
/// <param name="Text">The value and where it is.</param>
internal sealed record NamedText(string Name, Place Place, Written<string> Text)
{
    /// <summary>Whether the value is <c>null</c>, which for some keys is more than an empty text.</summary>
    public bool IsNull { get; init; }
}
