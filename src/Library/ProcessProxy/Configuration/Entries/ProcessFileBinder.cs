using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration.Entries;

/// <summary>Reads <c>processes.yaml</c> into entries.</summary>
internal static class ProcessFileBinder
{
    private const long LeastMemory = 1L << 20;
    private const long MostMemory = 1L << 50;

    private static readonly Dictionary<string, bool> Outputs = new(StringComparer.Ordinal) { ["merged"] = false, ["separate"] = true };

    public static ProcessFileEntry Bind(ConfigNode root, string file, ProblemList problems) =>
        Bind(MapReader.Of(root, new(file, root.Line, root.Column, ""), problems));

    public static ProcessFileEntry Bind(MapReader map)
    {
        var entry = new ProcessFileEntry
        {
            Processes = Processes(map.Section("processes")),
            Settings = SettingsBinder.Bind(map.Section("settings")),
        };
        map.RejectUnknown();
        return entry;
    }

    private static List<ProcessEntry> Processes(MapReader? map)
    {
        if (map?.Shape is { } shape)
        {
            return [Process("", shape.BelowEveryKey())];
        }

        var processes = new List<ProcessEntry>(map?.Entries.Count ?? 0);
        foreach (var (key, value) in map?.Entries ?? [])
        {
            if (map!.Problems.IsFull)
            {
                break;
            }

            var reader = MapReader.Of(value, map.PlaceOf(key.Text, key), map.Problems);
            if (value.IsEmpty || value is MapNode)
            {
                processes.Add(Process(key.Text, reader));
            }
        }

        return processes;
    }

    private static ProcessEntry Process(string id, MapReader map)
    {
        var entry = new ProcessEntry
        {
            Id = id,
            Place = map.Place,
            Name = map.Text("name"),
            Description = map.Text("description"),
            Enabled = map.Flag("enabled"),
            HasCommand = map.Find("command") is not null,
            Command = map.Path("command"),
            Args = map.Texts("args"),
            Cwd = map.Path("cwd"),
            Env = map.TextMap("env"),
            Restart = SharedSections.Restart(map),
            StopSignal = map.Text("stopSignal"),
            StopTimeout = map.Milliseconds("stopTimeout"),
            PidFile = map.Path("pidFile"),
            PidDir = map.Path("pidDir"),
            CleanupPidOnExit = map.Flag("cleanupPidOnExit"),
            Separate = map.Choice("output", Outputs),
            HealthCheck = SharedSections.HealthCheck(map.Section("healthCheck")),
            MaxMemory = map.Bytes("maxMemory", LeastMemory, MostMemory),
            DependsOn = map.Texts("dependsOn"),
            Schedule = ScheduleBinder.Bind(map.Section("schedule")),
        };
        map.RejectUnknown();
        return entry;
    }
}
