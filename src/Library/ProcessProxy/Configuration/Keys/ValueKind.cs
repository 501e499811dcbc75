using System.Diagnostics.CodeAnalysis;
using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration.Keys;

/// <summary>Reads, checks and shows the values of one kind.</summary>
/// <typeparam name="T">The type of a value.</typeparam>
internal abstract class ValueKind<T>
{
    /// <summary>Gets the description of the kind for the schema and the documentation.</summary>
    public abstract ValueShape Shape { get; }

    /// <summary>Reads a written value, or reports an invalid one.</summary>
    /// <param name="written">The value, which is not empty.</param>
    /// <param name="place">Its place, with the path of its key.</param>
    /// <param name="reading">The context for reading.</param>
    /// <param name="value">The final value: paths are absolute and variables are replaced.</param>
    public abstract bool TryRead(ConfigNode written, Place place, Reading reading, [MaybeNullWhen(false)] out T value);

    /// <summary>Checks a value that was set by code, or reports an invalid one. Paths become absolute.</summary>
    public virtual bool TryAccept(T set, Place place, Reading reading, [MaybeNullWhen(false)] out T value)
    {
        value = set;
        return true;
    }

    /// <summary>Returns the value as in a file, or null if it has no short form.</summary>
    public abstract string? Show(T value);

    /// <summary>Returns the value in the form of the API.</summary>
    public abstract object? ToWire(T value);

    /// <summary>Describes the differences between two values, where null means not set; nothing if they are equal.</summary>
    /// <param name="key">The key.</param>
    /// <param name="isSecret">Whether values must not be shown.</param>
    /// <param name="old">The previous value.</param>
    /// <param name="updated">The new value.</param>
    public virtual IEnumerable<string> Differences(string key, bool isSecret, object? old, object? updated)
    {
        if (!Equals(old, updated))
        {
            yield return ShownValue.Difference(key, isSecret ? null : Shown(old), isSecret ? null : Shown(updated));
        }
    }

    /// <summary>Returns the value as in a file, <c>none</c> if it is not set, or null if it cannot be shown.</summary>
    public string? Shown(object? value) => value is null ? ShownValue.None : value is T typed ? Show(typed) : value as string;

    /// <summary>Reports that a value is of another kind.</summary>
    protected static void WrongType(ConfigNode written, Place place, Reading reading, string expected, string? suggestion = null) =>
        reading.Problems.Add(place, ProblemCodes.WrongType, $"'{place.Key}' must be {expected}, not {MapReader.Describe(written)}.", suggestion);
}
