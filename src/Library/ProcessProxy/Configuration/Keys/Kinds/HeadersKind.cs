using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration.Keys.Kinds;

/// <summary>A map of headers with their values.</summary>
/// <param name="check">Reports invalid headers.</param>
internal sealed class HeadersKind(Action<IReadOnlyList<NamedText>, ProblemList> check) : ValueKind<ValueMap>
{
    public override ValueShape Shape { get; } = new(ValueForm.TextMap, "map: name → value");

    public override bool TryRead(ConfigNode written, Place place, Reading reading, out ValueMap value)
    {
        var headers = TextMapKind.Read(written, place, reading);
        check(headers ?? [], reading.Problems);
        value = new((headers ?? []).Select(header => KeyValuePair.Create(header.Name, header.Text)));
        return headers is not null;
    }

    public override bool TryAccept(ValueMap set, Place place, Reading reading, out ValueMap value)
    {
        value = set;
        var headers = TextMapKind.Named(set, place, reading);
        check(headers ?? [], reading.Problems);
        return headers is not null;
    }

    public override string? Show(ValueMap value) => null;

    public override object? ToWire(ValueMap value) => value.ToDictionary(header => header.Key, object? (header) => header.Value, StringComparer.Ordinal);
}
