using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Resolving;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration.Keys.Kinds;

/// <summary>A list of domains, in lower case and ASCII.</summary>
internal sealed class DomainsKind : ValueKind<ValueList<string>>
{
    public override ValueShape Shape { get; } = new(ValueForm.Texts, "list of names");

    public override bool TryRead(ConfigNode written, Place place, Reading reading, out ValueList<string> value)
    {
        value = [];
        if (written is not ListNode list)
        {
            WrongType(written, place, reading, "a list of texts, such as [one, two]");
            return false;
        }

        value = [.. TextsKind.Placed(list, place, reading).Select(item => Domain(item.Text, item.Place, reading)).OfType<string>()];
        return value.Count == list.Items.Count;
    }

    public override bool TryAccept(ValueList<string> set, Place place, Reading reading, out ValueList<string> value)
    {
        value = [.. set.Select((text, index) => TextRules.CheckSet(text, place.Item(index), reading.Problems) is { } name ? Domain(name, place.Item(index), reading) : null).OfType<string>()];
        return value.Count == set.Count;
    }

    public override string Show(ValueList<string> value) => $"[{string.Join(", ", value)}]";

    public override object ToWire(ValueList<string> value) => value.ToArray();

    private static string? Domain(string text, Place place, Reading reading)
    {
        var domain = DomainName.Normalize(text);
        if (domain is null)
        {
            reading.Problems.Add(place, ProblemCodes.InvalidDomain, $"'{text}' is not a domain. Use 'example.org' or '*.example.org'.");
        }

        return domain;
    }
}
