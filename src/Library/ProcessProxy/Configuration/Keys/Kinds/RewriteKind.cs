using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Resolving;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration.Keys.Kinds;

/// <summary>A map of regular expressions with their replacements, in the order in which they are tried.</summary>
internal sealed class RewriteKind : ValueKind<ValueList<RewriteRule>>
{
    public override ValueShape Shape { get; } = new(ValueForm.TextMap, "map: expression → replacement");

    public override bool TryRead(ConfigNode written, Place place, Reading reading, out ValueList<RewriteRule> value)
    {
        var texts = TextMapKind.Read(written, place, reading);
        RewriteRules.Check(texts ?? [], reading.Problems);
        value = [.. (texts ?? []).Select(text => new RewriteRule(text.Name, text.Text))];
        return texts is not null;
    }

    public override bool TryAccept(ValueList<RewriteRule> set, Place place, Reading reading, out ValueList<RewriteRule> value)
    {
        value = set;
        var rules = TextMapKind.Named(set.Select(rule => KeyValuePair.Create(rule.Pattern, rule.Replacement)), place, reading);
        RewriteRules.Check(rules ?? [], reading.Problems);
        return rules is not null;
    }

    public override string? Show(ValueList<RewriteRule> value) => null;

    public override object? ToWire(ValueList<RewriteRule> value) => value.ToDictionary(rule => rule.Pattern, object? (rule) => rule.Replacement, StringComparer.Ordinal);
}
