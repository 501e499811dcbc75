using System.Collections.ObjectModel;
using System.Text.Json.Serialization;

namespace ProcessProxy;

/// <summary>
/// The current configuration of one process, including defaults. Keys are those of the configuration file, and are not
/// case-sensitive. A duration is a <see cref="TimeSpan"/>, a number a <see cref="long"/>, a list an array of strings, and a map in the file
/// another <see cref="ProcessConfiguration"/>.
/// </summary>
[JsonConverter(typeof(ProcessConfigurationConverter))]
public sealed class ProcessConfiguration : ReadOnlyDictionary<string, object?>
{
    /// <summary>The unit of durations.</summary>
    internal const string Milliseconds = "ms";

    /// <summary>The unit of sizes.</summary>
    internal const string Bytes = "bytes";

    /// <summary>Copies values; a duration becomes a <see cref="TimeSpan"/>.</summary>
    /// <param name="values">The values in the form of the API.</param>
    /// <param name="units">The units of the values that have one, by name; for inner maps with the path: <c>healthCheck.interval</c>.</param>
    internal ProcessConfiguration(IEnumerable<KeyValuePair<string, object?>> values, IReadOnlyDictionary<string, string> units)
        : base(Typed(values, units, ""))
    {
        Units = units;
    }

    private ProcessConfiguration(IDictionary<string, object?> typed)
        : base(typed)
    {
    }

    /// <summary>Gets the units of the values that have one, in the form of the API: <c>ms</c> or <c>bytes</c>.</summary>
    /// <value>None.</value>
    public IReadOnlyDictionary<string, string> Units { get; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Returns the keys with their values, on one line.</summary>
    public override string ToString() => string.Join(", ", this.Select(entry => $"{entry.Key}: {(entry.Value is string[] list ? string.Join(' ', list) : entry.Value)}"));

    private static OrderedDictionary<string, object?> Typed(
        IEnumerable<KeyValuePair<string, object?>> values, IReadOnlyDictionary<string, string> units, string path)
    {
        var typed = new OrderedDictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in values)
        {
            typed[key] = value switch
            {
                IEnumerable<KeyValuePair<string, object?>> map => new ProcessConfiguration(Typed(map, units, $"{path}{key}.")),
                long number when units.GetValueOrDefault(path + key) == Milliseconds => TimeSpan.FromMilliseconds(number),
                _ => value,
            };
        }

        return typed;
    }
}
