using System.Globalization;
using System.Text.Json.Nodes;
using ProcessProxy.Configuration.Keys;

namespace ProcessProxy.Generate;

/// <summary>What the documentation and the schema say of a key.</summary>
/// <param name="Name">The key, with the path to it.</param>
/// <param name="Type">What it takes, in words.</param>
/// <param name="Default">The default, as the documentation has it.</param>
/// <param name="Says">The sentence about it.</param>
internal sealed record KeyFacts(string Name, string Type, string Default, string Says)
{
    /// <summary>Gets the form of the value; null for a map.</summary>
    public ValueShape? Shape { get; private init; }

    /// <summary>Gets what else than a map it takes; null for nothing.</summary>
    public ShortForm? ShortForm { get; private init; }

    /// <summary>Gets whether the key must be there.</summary>
    public bool IsRequired { get; private init; }

    /// <summary>Gets the default as a schema has it; null when there is none that can be written.</summary>
    public JsonNode? DefaultValue { get; private init; }

    /// <summary>Takes them from a row of a table.</summary>
    public static KeyFacts Of<T>(Key<T> row)
    {
        var shape = row.Shape;
        var form = (row as SectionKey<T>)?.ShortForm;
        var shown = shape is null ? null : DefaultSpecs.Show(row);
        return new(row.Name, row.TypeSays ?? shape?.Type ?? form?.Type ?? "map", DefaultOf(row, shape, shown), row.Says)
        {
            Shape = shape,
            ShortForm = form,
            IsRequired = row.IsRequired,
            DefaultValue = row.IsRequired || row.DefaultSays is not null || shown is null ? null : ValueOf(shape!, shown),
        };
    }

    private static string DefaultOf<T>(Key<T> row, ValueShape? shape, string? shown) =>
        row.IsRequired ? "required"
        : row.DefaultSays ?? shape?.Form switch
        {
            null => "none",
            ValueForm.Texts or ValueForm.TextMap or ValueForm.TextsOrMap => "empty",
            _ when shown is null or "none" => "none",
            ValueForm.Size => SizeText(shown),
            ValueForm.Text => $"`{shown}`",
            _ => shown,
        };

    private static string SizeText(string bytes) => Configuration.Keys.Kinds.Units.Size(long.Parse(bytes, CultureInfo.InvariantCulture)).Replace(" ", "", StringComparison.Ordinal);

    private static JsonNode? ValueOf(ValueShape shape, string shown) => shape.Form switch
    {
        ValueForm.Flag => shown == "true",
        ValueForm.Whole or ValueForm.Duration when long.TryParse(shown, out var number) => number,
        ValueForm.Size when shown != "none" => SizeText(shown),
        ValueForm.Text when shown != "none" => shown,
        _ => null,
    };
}
