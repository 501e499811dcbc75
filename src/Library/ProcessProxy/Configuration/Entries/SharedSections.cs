namespace ProcessProxy.Configuration.Entries;

/// <summary>Reads the keys that a process and <c>settings</c> have in common.</summary>
internal static class SharedSections
{
    private const int MostRestarts = 1_000_000;
    private const int MostRetries = 1_000_000;

    private static readonly Dictionary<string, RestartBackoff> Backoffs = new(StringComparer.Ordinal)
    {
        ["constant"] = RestartBackoff.Constant,
        ["exponential"] = RestartBackoff.Exponential,
    };

    private static readonly Dictionary<string, UnhealthyAction> UnhealthyActions = new(StringComparer.Ordinal)
    {
        ["restart"] = UnhealthyAction.Restart,
        ["report"] = UnhealthyAction.Report,
    };

    /// <summary>The restart keys among others of <paramref name="map"/>.</summary>
    public static RestartEntry Restart(MapReader map) => new()
    {
        OnExit = map.Flag("restartOnExit"),
        Delay = map.Milliseconds("restartDelay"),
        Max = map.Whole("maxRestarts", 0, MostRestarts),
        Backoff = map.Choice("restartBackoff", Backoffs),
        MaxDelay = map.Milliseconds("maxRestartDelay"),
        ResetAfter = map.Milliseconds("resetAfter"),
    };

    /// <summary>A whole section of health check keys.</summary>
    public static HealthCheckEntry? HealthCheck(MapReader? map)
    {
        if (map is null)
        {
            return null;
        }

        var entry = new HealthCheckEntry
        {
            Place = map.Place,
            Enabled = map.Flag("enabled"),
            Path = map.Text("path"),
            Interval = map.Milliseconds("interval", least: 1),
            Timeout = map.Milliseconds("timeout", least: 1),
            Retries = map.Whole("retries", 1, MostRetries),
            StartPeriod = map.Milliseconds("startPeriod"),
            OnUnhealthy = map.Choice("onUnhealthy", UnhealthyActions),
        };
        map.RejectUnknown();
        return entry;
    }
}
