using System.Globalization;
using System.Text.Json.Nodes;
using ProcessProxy.Configuration.Keys;

namespace ProcessProxy.Generate;

/// <summary>The description of a key for the documentation and the schema.</summary>
/// <param name="Name">The key with its path.</param>
/// <param name="Type">The type, in words.</param>
/// <param name="Default">The default, in the form of the documentation.</param>
/// <param name="Says">The sentence that describes it.</param>
internal sealed record KeyFacts(string Name, string Type, string Default, string Says)
{
    /// <summary>Gets the form of the value; null for a map.</summary>
    public ValueShape? Shape { get; private init; }

    /// <summary>Gets the short form besides a map, or null.</summary>
    public ShortForm? ShortForm { get; private init; }

    /// <summary>Gets whether the key is required.</summary>
    public bool IsRequired { get; private init; }

    /// <summary>Gets the default for the schema; null if there is none that can be written.</summary>
    public JsonNode? DefaultValue { get; private init; }

    /// <summary>Creates the facts from a row of a table.</summary>
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
