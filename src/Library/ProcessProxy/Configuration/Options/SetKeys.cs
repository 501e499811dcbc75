using System.Runtime.CompilerServices;
using ProcessProxy.Configuration.Keys;
using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration;

/// <summary>
/// The keys of a process, a route or a server that code has set. The table defines the keys and the specs define the defaults: a property
/// of the options is only the name of a row.
/// </summary>
/// <typeparam name="TSpec">The type that the keys belong to.</typeparam>
internal sealed class SetKeys<TSpec>
{
    private readonly KeyTable<TSpec> table;
    private readonly IReadOnlyList<TSpec> defaults;
    private readonly Dictionary<Key<TSpec>, Given> given;
    private readonly Dictionary<string, bool> sections;
    private readonly string path;

    /// <param name="table">The rows.</param>
    /// <param name="defaults">Specs with the defaults; the first one with a value for a row is used.</param>
    public SetKeys(KeyTable<TSpec> table, params IReadOnlyList<TSpec> defaults)
        : this(table, defaults, [], new(StringComparer.Ordinal), "")
    {
    }

    private SetKeys(KeyTable<TSpec> table, IReadOnlyList<TSpec> defaults, Dictionary<Key<TSpec>, Given> given, Dictionary<string, bool> sections, string path)
    {
        this.table = table;
        this.defaults = defaults;
        this.given = given;
        this.sections = sections;
        this.path = path;
    }

    /// <summary>Gets or sets whether the map of this section is written; by default it is when one of its keys is set.</summary>
    public bool IsPresent
    {
        get => IsWritten(path.TrimEnd('.'));
        set => sections[path.TrimEnd('.')] = value;
    }

    /// <summary>Returns the keys of an inner map.</summary>
    public SetKeys<TSpec> Section(string key) => new(table, defaults, given, sections, $"{path}{key}.");

    /// <summary>Returns the value that was set, or the default.</summary>
    public T Get<T>([CallerMemberName] string name = "") => Find<T>(name)!;

    /// <summary>Returns the value that was set, or the default, or null if there is none.</summary>
    public T? Find<T>([CallerMemberName] string name = "")
    {
        var row = Row<T>(name);
        if (given.TryGetValue(row, out var value))
        {
            return (T?)value.Value;
        }

        return defaults.Select(spec => row.Get(spec)).FirstOrDefault(found => found is not (null or ""));
    }

    /// <summary>Does the same as <see cref="Find{T}"/> for a value type.</summary>
    public T? FindValue<T>([CallerMemberName] string name = "")
        where T : struct => given.TryGetValue(Row<T>(name), out var value) ? (T?)value.Value : null;

    /// <summary>Returns the text or texts that were set, or null.</summary>
    public object? FindText<T>([CallerMemberName] string name = "") => given.GetValueOrDefault(Row<T>(name))?.Value;

    /// <summary>Sets a value; null removes it.</summary>
    public void Set<T>(T? value, [CallerMemberName] string name = "")
    {
        var row = Row<T>(name);
        Give(row, value, value is null ? null : (place, reading) => row.Assign(value, place, reading));
    }

    /// <summary>Does the same as <see cref="Set{T}"/> for a value type.</summary>
    public void SetValue<T>(T? value, [CallerMemberName] string name = "")
        where T : struct
    {
        var row = Row<T>(name);
        Give(row, value, value is null ? null : (place, reading) => row.Assign(value.Value, place, reading));
    }

    /// <summary>Does the same as <see cref="Set{T}"/> for a list, which is copied.</summary>
    public void SetList<T>(IReadOnlyList<T>? value, [CallerMemberName] string name = "") => Set<ValueList<T>>(value is null ? null : [.. value], name);

    /// <summary>Sets the value of a text or a list of texts.</summary>
    public void SetText<T>(object? shown, ConfigNode? written, [CallerMemberName] string name = "")
    {
        var row = Row<T>(name);
        Give(row, shown, written is null ? null : (place, reading) => row.Assign(written, place, reading));
    }

    /// <summary>Returns which of two values was set for a key that the spec has as a flag; any other value that was set is returned, too.</summary>
    public TChoice GetChoice<TChoice>(TChoice off, TChoice on, [CallerMemberName] string name = "")
        where TChoice : struct, Enum => FindText<bool>(name) is TChoice set ? set : Get<bool>(name) ? on : off;

    /// <summary>Sets one of two values of a key that the spec has as a flag. Any other value is a problem, as a word in a file would be.</summary>
    public void SetChoice<TChoice>(TChoice value, TChoice off, TChoice on, [CallerMemberName] string name = "")
        where TChoice : struct, Enum
    {
        var row = Row<bool>(name);
        var (isOff, isOn) = (value.Equals(off), value.Equals(on));
        Give(row, value, (place, reading) => isOff || isOn
            ? row.Assign(isOn, place, reading)
            : row.Assign(new ScalarNode(0, 0, value.ToString(), isPlain: false), place, reading));
    }

    /// <summary>Sets a value that is read when the configuration is read; null if there is none then.</summary>
    public void SetLate<T>(Func<T?> read, string name)
        where T : class
    {
        var row = Row<T>(name);
        Give(row, null, (place, reading) => read() is { } value ? row.Assign(value, place, reading) : null);
    }

    /// <summary>Returns what was set, in the order of the table.</summary>
    /// <param name="place">The place of the keys.</param>
    /// <param name="reading">The context for checking the values.</param>
    /// <param name="isMeant">Returns which rows to include.</param>
    public Written<TSpec> Write(Place place, Reading reading, Func<Key<TSpec>, bool>? isMeant = null)
    {
        var keys = new List<Assignment<TSpec>>();
        foreach (var row in table.Rows.Where(row => isMeant?.Invoke(row) ?? true))
        {
            var at = place with { Key = place.Key.Length == 0 ? row.Shown : $"{place.Key}.{row.Shown}" };
            if (row is SectionKey<TSpec> section)
            {
                if (IsWritten(row.Name))
                {
                    keys.Add(section.Assign(at));
                }
            }
            else if (given.TryGetValue(row, out var value) && !IsLeftOut(row.Name) && value.Assign(at, reading) is { } key)
            {
                keys.Add(key);
            }
        }

        // For a list, the number is more useful than its name; other items of a key have their own names.
        return new(place, keys) { Items = item => item.EndsWith(']') ? place with { Key = $"{place.Key}.{item}" } : null };
    }

    private bool IsWritten(string section) =>
        !IsLeftOut($"{section}.") && (sections.GetValueOrDefault(section) || given.Keys.Any(row => row.Name.StartsWith($"{section}.", StringComparison.Ordinal)));

    private bool IsLeftOut(string name) => sections.Any(section => !section.Value && name.StartsWith($"{section.Key}.", StringComparison.Ordinal));

    private Key<TSpec, T> Row<T>(string name) =>
        (Key<TSpec, T>)table.Rows.First(row => row.Name.Equals(path + name, StringComparison.OrdinalIgnoreCase));

    private void Give(Key<TSpec> row, object? value, Func<Place, Reading, Assignment<TSpec>?>? assign)
    {
        if (assign is null)
        {
            given.Remove(row);
        }
        else
        {
            given[row] = new(value, assign);
        }
    }

    private sealed record Given(object? Value, Func<Place, Reading, Assignment<TSpec>?> Assign);
}
