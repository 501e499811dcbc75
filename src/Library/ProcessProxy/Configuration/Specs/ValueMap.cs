using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace ProcessProxy.Configuration;

/// <summary>An immutable map of strings that equals another map with the same entries in any order.</summary>
public sealed class ValueMap : IReadOnlyDictionary<string, string>, IEquatable<ValueMap>
{
    private readonly Dictionary<string, string> entries;

    /// <summary>Copies <paramref name="entries"/>; a later entry of the same name replaces an earlier one.</summary>
    public ValueMap(IEnumerable<KeyValuePair<string, string>> entries)
    {
        this.entries = new(StringComparer.Ordinal);
        foreach (var (name, value) in entries)
        {
            this.entries[name] = value;
        }
    }

    /// <summary>The map without entries.</summary>
    public static ValueMap Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => entries.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => entries.Keys;

    /// <inheritdoc/>
    public IEnumerable<string> Values => entries.Values;

    /// <inheritdoc/>
    public string this[string key] => entries[key];

    /// <inheritdoc/>
    public bool ContainsKey(string key) => entries.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value) => entries.TryGetValue(key, out value);

    /// <inheritdoc/>
    public bool Equals(ValueMap? other) =>
        other is not null && Count == other.Count
        && entries.All(entry => other.entries.TryGetValue(entry.Key, out var value) && value == entry.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ValueMap);

    /// <inheritdoc/>
    public override int GetHashCode() => entries.Aggregate(0, (hash, entry) => hash ^ HashCode.Combine(entry.Key, entry.Value));

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
