using System.Globalization;
using ProcessProxy.Configuration;
using ProcessProxy.Configuration.Keys;
using ProcessProxy.Configuration.Keys.Kinds;

namespace ProcessProxy.Supervision.Diagnosis;

/// <summary>Finds the deciding keys of the configuration, with their values and places.</summary>
internal static class ConfigurationKey
{
    public static IReadOnlyList<string> Of(string id, string key) => ["processes", id, .. key.Split('.', 2)];

    /// <summary>Returns the current value.</summary>
    /// <param name="key">The names of the key, from the outermost.</param>
    /// <param name="facts">The configuration.</param>
    public static DecidingValue Find(IReadOnlyList<string> key, DiagnosisFacts facts)
    {
        var place = facts.Sources.Find(key) ?? (Default(key) is { } shared ? facts.Sources.Find(shared) : null);
        return new DecidingValue(place?.Key ?? string.Join('.', key), Value(key, facts), place?.File, place?.Line);
    }

    /// <summary>Returns the key that applies to all processes if a process has none of its own.</summary>
    private static IReadOnlyList<string>? Default(IReadOnlyList<string> key) =>
        RowOf(key)?.Setting is { } setting ? ["settings", .. setting.Split('.')] : null;

    private static string Value(IReadOnlyList<string> key, DiagnosisFacts facts) => RowOf(key) is { } row
        ? Text(row.ToWire(facts.Spec), row.Shape?.Unit) ?? row.Show(facts.Spec) ?? ""

        // An environment variable, or the target of a route: only their port is of interest.
        : facts.Port?.Number.ToString(CultureInfo.InvariantCulture) ?? "";

    private static Key<ProcessSpec>? RowOf(IReadOnlyList<string> key) => key[0] == "processes" ? ProcessKeys.All.Find(string.Join('.', key.Skip(2))) : null;

    /// <summary>Returns a value in a form that is easier to read than the file's: a size with its unit, a list without brackets.</summary>
    private static string? Text(object? value, string? unit) => value switch
    {
        null => "",
        string text => text,
        long bytes when unit == ProcessConfiguration.Bytes => Units.Size(bytes),
        IEnumerable<string> list => string.Join(", ", list),
        _ => null,
    };
}
