namespace ProcessProxy.Configuration.Entries;

/// <summary>Reads <c>settings</c>.</summary>
internal static class SettingsBinder
{
    private const long LeastLogSize = 1L << 10;
    private const long MostLogSize = 1L << 40;
    private const int MostLogFiles = 1000;

    private static readonly Dictionary<string, bool> OnExits = new(StringComparer.Ordinal) { ["stop"] = false, ["detach"] = true };

    public static SettingsEntry Bind(MapReader? map)
    {
        if (map is null)
        {
            return new();
        }

        var entry = new SettingsEntry
        {
            DefaultHealthCheck = SharedSections.HealthCheck(map.Section("defaultHealthCheck")),
            DefaultRestart = Restart(map.Section("defaultRestart")),
            DetachOnExit = map.Choice("onExit", OnExits),
        };
        entry = Pid(map.Section("pidManagement"), entry);
        entry = Logging(map.Section("logging"), entry);
        map.RejectUnknown();
        return entry;
    }

    private static RestartEntry Restart(MapReader? map)
    {
        if (map is null)
        {
            return new();
        }

        var entry = SharedSections.Restart(map);
        map.RejectUnknown();
        return entry;
    }

    private static SettingsEntry Pid(MapReader? map, SettingsEntry entry)
    {
        if (map is null)
        {
            return entry;
        }

        entry = entry with { DefaultPidDir = map.Path("defaultPidDir"), CleanupPidOnExit = map.Flag("cleanupPidOnExit") };
        map.RejectUnknown();
        return entry;
    }

    private static SettingsEntry Logging(MapReader? map, SettingsEntry entry)
    {
        if (map is null)
        {
            return entry;
        }

        entry = entry with
        {
            LogProcessOutput = map.Flag("logProcessOutput"),
            LogHealthChecks = map.Flag("logHealthChecks"),
            LogRestarts = map.Flag("logRestarts"),
            LogDir = map.Path("dir"),
            LogMaxSize = map.Bytes("maxSize", LeastLogSize, MostLogSize),
            LogMaxFiles = map.Whole("maxFiles", 1, MostLogFiles),
        };
        map.RejectUnknown();
        return entry;
    }
}
