namespace ProcessProxy.Configuration;

/// <summary>Names what differs between two configurations of a process, by the keys of the file. Never a value: it may be a secret.</summary>
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
        ("output", spec => spec.Launch.Log.Separate),
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
        ("healthCheck.enabled", spec => spec.HealthCheck is not null),
        ("dependsOn", spec => spec.DependsOn),
    ];

    /// <summary>Compared only when there is a health check before and after.</summary>
    private static readonly (string Key, Func<HealthCheckSpec, object?> Value)[] HealthKeys =
    [
        ("healthCheck.path", check => check.Url),
        ("healthCheck.interval", check => check.Interval),
        ("healthCheck.timeout", check => check.Timeout),
        ("healthCheck.retries", check => check.Retries),
        ("healthCheck.startPeriod", check => check.StartPeriod),
        ("healthCheck.onUnhealthy", check => check.OnUnhealthy),
    ];

    /// <summary><c>env.PORT changed</c>; of many only the first few.</summary>
    public static string Describe(ProcessSpec old, ProcessSpec updated, bool stateMoved)
    {
        var names = Names(old, updated).ToList();
        if (stateMoved)
        {
            names.Insert(0, "settings.pidManagement.defaultPidDir");
        }

        var first = string.Join(", ", names.Take(MostNames));
        return names.Count <= MostNames ? $"{first} changed" : $"{first} and {names.Count - MostNames} more changed";
    }

    private static IEnumerable<string> Names(ProcessSpec old, ProcessSpec updated) =>
    [
        .. Keys.Where(key => !Equals(key.Value(old), key.Value(updated))).Select(key => key.Key),
        .. Env(old.Launch.Env, updated.Launch.Env),
        .. old.HealthCheck is { } before && updated.HealthCheck is { } after
            ? HealthKeys.Where(key => !Equals(key.Value(before), key.Value(after))).Select(key => key.Key)
            : [],
    ];

    private static IEnumerable<string> Env(ValueMap old, ValueMap updated) => updated.Keys.Union(old.Keys)
        .Where(name => old.GetValueOrDefault(name) != updated.GetValueOrDefault(name))
        .Select(name => "env." + name);
}
