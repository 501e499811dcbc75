namespace ProcessProxy.Configuration;

/// <summary>Says what differs between two configurations of a process, by the keys of the file.</summary>
internal static class SpecChanges
{
    private const int MostNames = 3;

    private static readonly (string Key, Func<ProcessSpec, object?> Value)[] Keys =
    [
        ("command", spec => spec.Launch.Command),
        ("args", spec => spec.Launch.Args),
        ("cwd", spec => spec.Launch.Cwd),
        ("pidFile", spec => spec.Launch.PidFile),
        ("cleanupPidOnExit", spec => spec.Launch.CleanupPidOnExit),
        ("output", spec => spec.Launch.Log.Separate ? "separate" : "merged"),
        ("logging.dir", spec => spec.Launch.Log.File),
        ("logging.logProcessOutput", spec => spec.Launch.Log.Keep),
        ("logging.maxSize", spec => spec.Launch.Log.MaxSize),
        ("logging.maxFiles", spec => spec.Launch.Log.MaxFiles),
        ("name", spec => spec.Name),
        ("description", spec => spec.Description),
        ("restartOnExit", spec => spec.Restart.OnExit),
        ("restartDelay", spec => spec.Restart.Delay),
        ("maxRestarts", spec => spec.Restart.Max),
        ("restartBackoff", spec => spec.Restart.Backoff),
        ("maxRestartDelay", spec => spec.Restart.MaxDelay),
        ("resetAfter", spec => spec.Restart.ResetAfter),
        ("stopSignal", spec => spec.Stop.Signal),
        ("stopTimeout", spec => spec.Stop.Timeout),
        ("maxMemory", spec => spec.MaxMemory),
        ("healthCheck.enabled", spec => spec.HealthCheck is not null),
        ("dependsOn", spec => spec.DependsOn),
        ("schedule.cron", spec => spec.Schedule?.Cron),
        ("schedule.timezone", spec => spec.Schedule?.TimeZone),
        ("schedule.overlap", spec => spec.Schedule?.Overlap),
        ("schedule.maxDuration", spec => spec.Schedule?.MaxDuration),
    ];

    /// <summary>Compared only when there is a health check before and after.</summary>
    private static readonly (string Key, Func<HealthCheckSpec, object?> Value)[] HealthKeys =
    [
        ("healthCheck.path", check => check.Url),
        ("the Host of the health check", check => check.Host),
        ("healthCheck.interval", check => check.Interval),
        ("healthCheck.timeout", check => check.Timeout),
        ("healthCheck.retries", check => check.Retries),
        ("healthCheck.startPeriod", check => check.StartPeriod),
        ("healthCheck.onUnhealthy", check => check.OnUnhealthy),
    ];

    /// <summary><c>env.PORT 8888 → 8892</c>, or <c>args changed</c> of what may hold a secret; of many only the first few.</summary>
    public static string Describe(ProcessSpec old, ProcessSpec updated, bool stateMoved)
    {
        var changes = Changes(old, updated).ToList();
        if (stateMoved)
        {
            changes.Insert(0, "settings.pidManagement.defaultPidDir changed");
        }

        var first = string.Join(", ", changes.Take(MostNames));
        return changes.Count <= MostNames ? first : $"{first} and {changes.Count - MostNames} more";
    }

    private static IEnumerable<string> Changes(ProcessSpec old, ProcessSpec updated) =>
    [
        .. Keys.Select(key => Change(key.Key, key.Value(old), key.Value(updated))).OfType<string>(),
        .. Env(old.Launch, updated.Launch),
        .. old.HealthCheck is { } before && updated.HealthCheck is { } after
            ? HealthKeys.Select(key => Change(key.Key, key.Value(before), key.Value(after))).OfType<string>()
            : [],
    ];

    private static IEnumerable<string> Env(LaunchSpec old, LaunchSpec updated) =>
        updated.Env.Keys.Union(updated.Unset).Union(old.Env.Keys).Union(old.Unset)
            .Select(name => old.Unset.Contains(name) == updated.Unset.Contains(name)
                ? Change("env." + name, old.Env.GetValueOrDefault(name), updated.Env.GetValueOrDefault(name))
                : $"env.{name} {(updated.Unset.Contains(name) ? "is not passed on any more" : "is passed on again")}").OfType<string>();

    private static string? Change(string key, object? old, object? updated)
    {
        if (Equals(old, updated))
        {
            return null;
        }

        return ShownValue.Of(key, old) is { } before && ShownValue.Of(key, updated) is { } after && before != after
            ? $"{key} {before} → {after}"
            : $"{key} changed";
    }
}
