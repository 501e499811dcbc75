using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration.Keys;

/// <summary>Describes a key of the configuration: one row of a table.</summary>
/// <typeparam name="TSpec">The type that the key belongs to.</typeparam>
/// <param name="name">The key; for a key of an inner map, with its path: <c>healthCheck.interval</c>.</param>
internal abstract class Key<TSpec>(string name)
{
    /// <summary>Gets the key with its path.</summary>
    public string Name { get; } = name;

    /// <summary>Gets the path below <c>settings</c> of the key that replaces the default, or null.</summary>
    public string? Setting { get; init; }

    /// <summary>Gets the names that can stand in the setting because a process may have a value for them (<see cref="InstanceText"/>).</summary>
    public IReadOnlyList<string> SettingNames { get; init; } = [];

    /// <summary>Gets the types of routes that have the key; null for all.</summary>
    public IReadOnlyList<string>? Types { get; init; }

    /// <summary>Gets whether the key exists only in <c>settings</c>.</summary>
    public bool IsOnlySetting { get; init; }

    /// <summary>Gets whether the key is not a key of the file, but derived from others.</summary>
    public bool IsDerived { get; init; }

    /// <summary>Gets whether a changed value requires a restart of the process, or of the server.</summary>
    public bool NeedsRestart { get; init; }

    /// <summary>Gets whether, after a restart of the server, a program that was launched with another value no longer counts as the configured one.</summary>
    public bool IsInDigest { get; init; }

    /// <summary>Gets whether the value is never shown.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Gets whether the key is required.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Gets the description for the documentation and editors: what the key does, in lower case, without a period.</summary>
    public string Says { get; init; } = "";

    /// <summary>Gets the description of a default that is not a value, such as <c>the id</c>; null for the value of the spec.</summary>
    public string? DefaultSays { get; init; }

    /// <summary>Gets the description of the type if the kind does not provide it; null for that of the kind.</summary>
    public string? TypeSays { get; init; }

    /// <summary>Gets the name of the current value in the API; null if the API has it elsewhere.</summary>
    public string? Wire { get; init; }

    /// <summary>Gets the condition under which values are compared, unless the value itself decides. Default: always.</summary>
    public Func<TSpec, bool>? IsCompared { get; init; }

    /// <summary>Gets the description for the schema; null for a map.</summary>
    public abstract ValueShape? Shape { get; }

    /// <summary>Gets the name of the key in messages: its name, with the path from <c>settings</c> for keys that exist only there.</summary>
    public string Shown => IsOnlySetting ? Setting! : Name;

    /// <summary>Reads the key.</summary>
    /// <param name="map">The map that contains the key, or an outer map.</param>
    /// <param name="path">The path of the key in that map.</param>
    /// <returns>The assignment; null if the key is not written.</returns>
    public abstract Assignment<TSpec>? Read(MapReader map, string path);

    /// <summary>Returns the assignment as if the key were written at a place, or null if a spec has no value for it.</summary>
    public abstract Assignment<TSpec>? AsWritten(TSpec spec, Place place);

    /// <summary>Returns the current value as text, or null if it cannot be shown.</summary>
    public abstract string? Show(TSpec spec);

    /// <summary>Returns the value that would be written as text, or null if it cannot be shown.</summary>
    public abstract string? ShowWritten(TSpec spec);

    /// <summary>Returns the current value in the form of the API.</summary>
    public abstract object? ToWire(TSpec spec);

    /// <summary>Returns whether a spec has a value for the key.</summary>
    public abstract bool HasValue(TSpec spec);

    /// <summary>Reports an invalid value of a spec.</summary>
    public abstract void Check(TSpec spec, Place place, Reading reading);

    /// <summary>Describes the differences between two specs.</summary>
    public abstract IEnumerable<string> Differences(TSpec old, TSpec updated);
}

/// <summary>A key with a value.</summary>
/// <typeparam name="TSpec">The type that the key belongs to.</typeparam>
/// <typeparam name="T">The type of its value.</typeparam>
/// <param name="name">The key, with the path to it.</param>
/// <param name="kind">The kind of its value.</param>
/// <param name="get">Returns the value of a spec, or null if it has none.</param>
/// <param name="set">Returns the spec with another value.</param>
internal sealed class Key<TSpec, T>(string name, ValueKind<T> kind, Func<TSpec, object?> get, Func<TSpec, T, TSpec> set) : Key<TSpec>(name)
{
    /// <summary>Gets the function for the value that is shown and compared, if it differs from the written one: a path becomes a URL.</summary>
    public Func<TSpec, object?>? InForce { get; init; }

    public override ValueShape Shape => kind.Shape;

    /// <summary>Returns the value of a spec.</summary>
    public T? Get(TSpec spec) => get(spec) is T value ? value : default;

    /// <summary>Sets the value by code, or reports an invalid value.</summary>
    public Assignment<TSpec> Assign(T value, Place place, Reading reading) =>
        new(this, place, kind.TryAccept(value, place, reading, out var accepted) ? spec => set(spec, accepted) : null);

    /// <summary>Sets the value of a text or a list of texts, or reports an invalid value.</summary>
    public Assignment<TSpec> Assign(ConfigNode written, Place place, Reading reading) =>
        new(this, place, kind.TryRead(written, place, reading, out var value) ? spec => set(spec, value) : null);

    public override Assignment<TSpec>? Read(MapReader map, string path) =>
        map.Find(path, out var place) is not { } written ? null
        : Assign(written, place!, path == Setting ? map.Reading with { Expansion = map.Reading.Expansion.Keeping(SettingNames) } : map.Reading);

    public override Assignment<TSpec>? AsWritten(TSpec spec, Place place) => Value(spec) is null ? null : new(this, place, changed => changed);

    public override string? Show(TSpec spec) => IsSecret ? null : kind.Shown(Value(spec));

    public override string? ShowWritten(TSpec spec) => kind.Shown(get(spec));

    public override object? ToWire(TSpec spec) => Value(spec) switch
    {
        null => null,
        T value => kind.ToWire(value),
        var other => other,
    };

    public override bool HasValue(TSpec spec) => get(spec) is not null;

    public override void Check(TSpec spec, Place place, Reading reading)
    {
        if (get(spec) is T value)
        {
            kind.TryAccept(value, place, reading, out _);
        }
    }

    public override IEnumerable<string> Differences(TSpec old, TSpec updated) =>
        IsCompared is null || (IsCompared(old) && IsCompared(updated)) ? kind.Differences(Shown, IsSecret, Value(old), Value(updated)) : [];

    private object? Value(TSpec spec) => (InForce ?? get)(spec);
}

/// <summary>A key that contains a map of keys, or its short form.</summary>
/// <typeparam name="TSpec">The type that the key belongs to.</typeparam>
/// <param name="name">The key, with the path to it.</param>
/// <param name="present">Returns the spec with the defaults of the section.</param>
internal sealed class SectionKey<TSpec>(string name, Func<TSpec, TSpec> present) : Key<TSpec>(name)
{
    /// <summary>Gets the short form that it accepts besides a map, or null.</summary>
    public ShortForm? ShortForm { get; init; }

    /// <summary>Gets the key of the map that is most likely meant by a single value, or null.</summary>
    public string? MainKey { get; init; }

    public override ValueShape? Shape => null;

    public override Assignment<TSpec>? Read(MapReader map, string path) =>
        map.Section(path, ShortForm, MainKey is null ? null : $"{Name}: {{ {MainKey}: … }}") is { } section
            ? new(this, section.Place, section.IsMap ? present : null)
            : null;

    /// <summary>Sets it by code, to the defaults of the section.</summary>
    public Assignment<TSpec> Assign(Place place) => new(this, place, present);

    public override Assignment<TSpec>? AsWritten(TSpec spec, Place place) => null;

    public override string? Show(TSpec spec) => null;

    public override string? ShowWritten(TSpec spec) => null;

    public override object? ToWire(TSpec spec) => null;

    public override bool HasValue(TSpec spec) => false;

    public override void Check(TSpec spec, Place place, Reading reading)
    {
    }

    public override IEnumerable<string> Differences(TSpec old, TSpec updated) => [];
}
