using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration.Keys;

/// <summary>Holds everything that is known about a key of the configuration: one row of a table.</summary>
/// <typeparam name="TSpec">What the key is part of.</typeparam>
/// <param name="name">The key; in a map within, with the path to it: <c>healthCheck.interval</c>.</param>
internal abstract class Key<TSpec>(string name)
{
    /// <summary>Gets the key, with the path to it.</summary>
    public string Name { get; } = name;

    /// <summary>Gets the path below <c>settings</c> of the key that replaces the default; null when there is none.</summary>
    public string? Setting { get; init; }

    /// <summary>Gets the types of routes that have it; null for all.</summary>
    public IReadOnlyList<string>? Types { get; init; }

    /// <summary>Gets whether it is a key of <c>settings</c> alone.</summary>
    public bool IsOnlySetting { get; init; }

    /// <summary>Gets whether it is no key of the file, but follows from others.</summary>
    public bool IsDerived { get; init; }

    /// <summary>Gets whether a changed value needs a new run of the process, or of the server.</summary>
    public bool NeedsRestart { get; init; }

    /// <summary>Gets whether a program that was launched with another value is not taken for the configured one after a restart of the server.</summary>
    public bool IsInDigest { get; init; }

    /// <summary>Gets whether a value is never shown.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Gets whether the key must be there.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Gets the sentence about it in the documentation and in editors; what it does, in lower case, without a stop.</summary>
    public string Says { get; init; } = "";

    /// <summary>Gets how its default is called where it is no value: <c>the id</c>; null for the value on the spec.</summary>
    public string? DefaultSays { get; init; }

    /// <summary>Gets how its type is called where its kind does not say it; null for the word of its kind.</summary>
    public string? TypeSays { get; init; }

    /// <summary>Gets the name that the API has for the value in force; null when the API has it elsewhere.</summary>
    public string? Wire { get; init; }

    /// <summary>Gets what values are compared under, where that is not the value itself. Default: always.</summary>
    public Func<TSpec, bool>? IsCompared { get; init; }

    /// <summary>Gets what the schema says of it; null for a map.</summary>
    public abstract ValueShape? Shape { get; }

    /// <summary>Gets how the key is called in messages: the name, with the path from <c>settings</c> for what stands there alone.</summary>
    public string Shown => IsOnlySetting ? Setting! : Name;

    /// <summary>Reads the key where it is written.</summary>
    /// <param name="map">The map that holds it, or the maps above it.</param>
    /// <param name="path">Where it is in that map.</param>
    /// <returns>What it does; null when it is not written.</returns>
    public abstract Assignment<TSpec>? Read(MapReader map, string path);

    /// <summary>The key as if it had been written at a place; null when a spec has no value for it.</summary>
    public abstract Assignment<TSpec>? AsWritten(TSpec spec, Place place);

    /// <summary>The value in force, as text; null when it cannot be shown.</summary>
    public abstract string? Show(TSpec spec);

    /// <summary>The value that would be written, as text; null when it cannot be shown.</summary>
    public abstract string? ShowWritten(TSpec spec);

    /// <summary>The value in force, as the API has it.</summary>
    public abstract object? ToWire(TSpec spec);

    /// <summary>Reports what is wrong with the value that a spec has.</summary>
    public abstract void Check(TSpec spec, Place place, Reading reading);

    /// <summary>Says what differs between two specs.</summary>
    public abstract IEnumerable<string> Differences(TSpec old, TSpec updated);
}

/// <summary>A key with a value.</summary>
/// <typeparam name="TSpec">What the key is part of.</typeparam>
/// <typeparam name="T">The type of its value.</typeparam>
/// <param name="name">The key, with the path to it.</param>
/// <param name="kind">What kind of value it takes.</param>
/// <param name="get">Gets the value of a spec; null when it has none.</param>
/// <param name="set">Returns the spec with another value.</param>
internal sealed class Key<TSpec, T>(string name, ValueKind<T> kind, Func<TSpec, object?> get, Func<TSpec, T, TSpec> set) : Key<TSpec>(name)
{
    /// <summary>Gets the value that is shown and compared, where it is another one than was written: a path becomes a URL.</summary>
    public Func<TSpec, object?>? InForce { get; init; }

    public override ValueShape Shape => kind.Shape;

    /// <summary>The value of a spec.</summary>
    public T? Get(TSpec spec) => get(spec) is T value ? value : default;

    /// <summary>Sets the value by code, or reports what is wrong with it.</summary>
    public Assignment<TSpec> Assign(T value, Place place, Reading reading) =>
        new(this, place, kind.TryAccept(value, place, reading, out var accepted) ? spec => set(spec, accepted) : null);

    /// <summary>Sets what a text or a list of texts stands for, or reports what is wrong with it.</summary>
    public Assignment<TSpec> Assign(ConfigNode written, Place place, Reading reading) =>
        new(this, place, kind.TryRead(written, place, reading, out var value) ? spec => set(spec, value) : null);

    public override Assignment<TSpec>? Read(MapReader map, string path) =>
        map.Find(path, out var place) is { } written ? Assign(written, place!, map.Reading) : null;

    public override Assignment<TSpec>? AsWritten(TSpec spec, Place place) => Value(spec) is null ? null : new(this, place, changed => changed);

    public override string? Show(TSpec spec) => IsSecret ? null : kind.Shown(Value(spec));

    public override string? ShowWritten(TSpec spec) => kind.Shown(get(spec));

    public override object? ToWire(TSpec spec) => Value(spec) switch
    {
        null => null,
        T value => kind.ToWire(value),
        var other => other,
    };

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

/// <summary>A key that holds a map of keys, or a short form of it.</summary>
/// <typeparam name="TSpec">What the key is part of.</typeparam>
/// <param name="name">The key, with the path to it.</param>
/// <param name="present">Returns the spec with the defaults of what the map is about.</param>
internal sealed class SectionKey<TSpec>(string name, Func<TSpec, TSpec> present) : Key<TSpec>(name)
{
    /// <summary>Gets what else than a map it takes; null for nothing.</summary>
    public ShortForm? ShortForm { get; init; }

    public override ValueShape? Shape => null;

    public override Assignment<TSpec>? Read(MapReader map, string path) =>
        map.Section(path, ShortForm) is { } section ? new(this, section.Place, present) : null;

    /// <summary>Sets it by code: to the defaults of what it is about.</summary>
    public Assignment<TSpec> Assign(Place place) => new(this, place, present);

    public override Assignment<TSpec>? AsWritten(TSpec spec, Place place) => null;

    public override string? Show(TSpec spec) => null;

    public override string? ShowWritten(TSpec spec) => null;

    public override object? ToWire(TSpec spec) => null;

    public override void Check(TSpec spec, Place place, Reading reading)
    {
    }

    public override IEnumerable<string> Differences(TSpec old, TSpec updated) => [];
}
