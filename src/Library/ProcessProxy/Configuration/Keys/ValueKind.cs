using System.Diagnostics.CodeAnalysis;
using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration.Keys;

/// <summary>Reads, checks and shows the values of one kind.</summary>
/// <typeparam name="T">The type of a value.</typeparam>
internal abstract class ValueKind<T>
{
    /// <summary>What the schema and the documentation say of the kind.</summary>
    public abstract ValueShape Shape { get; }

    /// <summary>Reads what was written, or reports what is wrong with it.</summary>
    /// <param name="written">The value, which is not empty.</param>
    /// <param name="place">Where it is, with the path of its key.</param>
    /// <param name="reading">What it is read with.</param>
    /// <param name="value">The value, complete: paths are absolute and variables are filled in.</param>
    public abstract bool TryRead(ConfigNode written, Place place, Reading reading, [MaybeNullWhen(false)] out T value);

    /// <summary>Checks a value that was set by code, or reports what is wrong with it. Paths become absolute.</summary>
    public virtual bool TryAccept(T set, Place place, Reading reading, [MaybeNullWhen(false)] out T value)
    {
        value = set;
        return true;
    }

    /// <summary>The value as a file has it; null when it has no short form.</summary>
    public abstract string? Show(T value);

    /// <summary>The value as the API gives it.</summary>
    public abstract object? ToWire(T value);

    /// <summary>Says what differs between two values, null being one that is not set; nothing when they are equal.</summary>
    /// <param name="key">The key.</param>
    /// <param name="isSecret">Whether values are not to be shown.</param>
    /// <param name="old">The value before.</param>
    /// <param name="updated">The value now.</param>
    public virtual IEnumerable<string> Differences(string key, bool isSecret, object? old, object? updated)
    {
        if (!Equals(old, updated))
        {
            yield return ShownValue.Difference(key, isSecret ? null : Shown(old), isSecret ? null : Shown(updated));
        }
    }

    /// <summary>The value as a file has it, <c>none</c> when none is set; null when it cannot be shown.</summary>
    public string? Shown(object? value) => value is null ? ShownValue.None : value is T typed ? Show(typed) : value as string;

    /// <summary>Reports that a value is of another kind.</summary>
    protected static void WrongType(ConfigNode written, Place place, Reading reading, string expected, string? suggestion = null) =>
        reading.Problems.Add(place, ProblemCodes.WrongType, $"'{place.Key}' must be {expected}, not {MapReader.Describe(written)}.", suggestion);
}
