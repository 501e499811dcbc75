using ProcessProxy.Configuration.Keys;

namespace ProcessProxy.Configuration;

/// <summary>Describes a process in the terms of the configuration file.</summary>
internal static class EffectiveConfiguration
{
    /// <summary>Returns the current configuration of a process for the management API.</summary>
    public static ProcessConfiguration ToConfiguration(this ProcessSpec spec)
    {
        var values = new OrderedDictionary<string, object?>(StringComparer.Ordinal);
        foreach (var row in ProcessKeys.All.Rows)
        {
            if (row.Wire is { } name)
            {
                Add(values, name, row.ToWire(spec));
            }
        }

        return new(values, Units);
    }

    /// <summary>The units of the values that have one, by name.</summary>
    private static readonly IReadOnlyDictionary<string, string> Units = ProcessKeys.All.Rows
        .Where(row => row is { Wire: not null, Shape.Unit: not null }).ToDictionary(row => row.Wire!, row => row.Shape!.Unit!, StringComparer.Ordinal);

    /// <summary>Adds a value; a value of an inner map is added to that map, which is null while none of its values is set.</summary>
    private static void Add(OrderedDictionary<string, object?> values, string name, object? value)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
        {
            values[name] = value;
            return;
        }

        var section = name[..dot];
        if (values.GetValueOrDefault(section) is OrderedDictionary<string, object?> map)
        {
            Add(map, name[(dot + 1)..], value);
        }
        else if (value is null)
        {
            values.TryAdd(section, null);
        }
        else
        {
            values[section] = map = new OrderedDictionary<string, object?>(StringComparer.Ordinal);
            Add(map, name[(dot + 1)..], value);
        }
    }
}
