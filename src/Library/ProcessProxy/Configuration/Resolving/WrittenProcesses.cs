using ProcessProxy.Configuration.Keys;
using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>A written process.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Keys">Its keys.</param>
internal sealed record WrittenProcess(string Id, Written<ProcessSpec> Keys)
{
    /// <summary>Gets whether the process is a job.</summary>
    public bool IsJob => Keys.Has("schedule");

    /// <summary>Gets the place of its key.</summary>
    public Place Place => Keys.Place;
}

/// <summary>The written <c>processes</c> and <c>settings</c>.</summary>
/// <param name="All">The processes.</param>
/// <param name="Defaults">The values that replace the defaults of each process.</param>
/// <param name="Settings">The values that apply to all processes at once.</param>
internal sealed record WrittenProcesses(IReadOnlyList<WrittenProcess> All, Written<ProcessSpec> Defaults, Written<ProcessesSpec> Settings)
{
    /// <summary>Gets the value if nothing was written.</summary>
    public static WrittenProcesses None { get; } = new([], new(new("", 1, 1, ""), []), new(new("", 1, 1, ""), []));

    /// <summary>Returns these with others over them: their settings win, and their processes come after these.</summary>
    public WrittenProcesses Under(WrittenProcesses others) => new([.. All, .. others.All], Defaults.Under(others.Defaults), Settings.Under(others.Settings));

    /// <summary>Reads both keys of a file.</summary>
    public static WrittenProcesses Read(MapReader file)
    {
        var processes = file.Section("processes") is { } all ? Processes(all) : [];
        if (file.Section("settings") is not { } map)
        {
            return None with { All = processes };
        }

        var settings = SettingsKeys.All.Read(map);
        return new(processes, ProcessKeys.All.ReadSettings(map), settings);
    }

    private static List<WrittenProcess> Processes(MapReader map)
    {
        var processes = new List<WrittenProcess>(map.Entries.Count);
        foreach (var (key, value) in map.Entries)
        {
            map.Know(key.Text);
            if (map.Reading.Problems.IsFull)
            {
                break;
            }

            var reader = MapReader.Of(value, map.PlaceOf(key.Text, key), Within(value, map.Reading), $"{key.Text}: {{ command: … }}");
            if (value.IsEmpty || value is MapNode)
            {
                processes.Add(new(key.Text, ProcessKeys.All.Read(reader)));
                reader.RejectUnknown();
            }
        }

        return processes;
    }

    /// <summary>Returns the context for the keys of a process: a name that has its own value in each instance is not a variable of the server.</summary>
    private static Reading Within(ConfigNode process, Reading reading) => reading with { Expansion = reading.Expansion.Keeping(InstanceText.NamesOf(Has(process, "port"), Has(process, "instances"))) };

    private static bool Has(ConfigNode process, string key) => process is MapNode map && map.Entries.Any(entry => entry.Key.Text == key && !entry.Value.IsEmpty);
}
