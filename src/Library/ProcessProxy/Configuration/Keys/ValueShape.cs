namespace ProcessProxy.Configuration.Keys;

/// <summary>The form of a value in a file.</summary>
internal enum ValueForm
{
    /// <summary>A single value, read as text.</summary>
    Text,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A whole number of milliseconds, or text with a unit of time.</summary>
    Duration,

    /// <summary>A whole number of bytes, or text with a unit of size.</summary>
    Size,

    /// <summary>A list of texts.</summary>
    Texts,

    /// <summary>A map of texts whose keys the user chooses.</summary>
    TextMap,

    /// <summary>A list of texts, or a map of words whose keys the user chooses.</summary>
    TextsOrMap,
}

/// <summary>The values that a key accepts, for the schema and the documentation.</summary>
/// <param name="Form">The form of the value.</param>
/// <param name="Type">The name of the type in the documentation: <c>path</c>.</param>
internal sealed record ValueShape(ValueForm Form, string Type)
{
    /// <summary>Gets the smallest number.</summary>
    public long? Least { get; init; }

    /// <summary>Gets the largest number.</summary>
    public long? Most { get; init; }

    /// <summary>Gets the only valid words; null for any.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>Gets the unit of the value in the API: <c>ms</c>, <c>bytes</c>; null for none.</summary>
    public string? Unit { get; init; }
}
