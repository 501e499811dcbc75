namespace ProcessProxy.Configuration.Problems;

/// <summary>The words of other supervisors and proxies for our keys: PM2, supervisord, systemd, Compose, process-compose, Caddy, nginx, Traefik.</summary>
internal static class ForeignWords
{
    /// <summary>In lower case and without dashes and underscores; the most likely of several keys comes first.</summary>
    private static readonly Dictionary<string, string[]> Ours = new(StringComparer.Ordinal)
    {
        ["cmd"] = ["command"], ["exec"] = ["command"], ["script"] = ["command"], ["run"] = ["command"], ["program"] = ["command"],
        ["execstart"] = ["command"], ["entrypoint"] = ["command"], ["executable"] = ["command"], ["start"] = ["command"],
        ["arguments"] = ["args"], ["parameters"] = ["args"], ["argv"] = ["args"],
        ["environment"] = ["env"], ["environmentvariables"] = ["env"], ["envs"] = ["env"], ["variables"] = ["env"],
        ["directory"] = ["cwd"], ["dir"] = ["cwd", "staticPath"], ["folder"] = ["cwd", "staticPath"], ["workingdir"] = ["cwd"], ["workdir"] = ["cwd"], ["workingdirectory"] = ["cwd"], ["chdir"] = ["cwd"],
        ["restart"] = ["restartOnExit"], ["autorestart"] = ["restartOnExit"], ["restartpolicy"] = ["restartOnExit"], ["retry"] = ["maxRestarts"],
        ["startretries"] = ["maxRestarts"], ["retries"] = ["maxRestarts"], ["startlimitburst"] = ["maxRestarts"],
        ["restartsec"] = ["restartDelay"], ["backoffseconds"] = ["restartDelay"], ["minuptime"] = ["resetAfter"], ["startsecs"] = ["resetAfter"],
        ["replicas"] = ["instances"], ["numprocs"] = ["instances"], ["workers"] = ["instances"], ["scale"] = ["instances"], ["concurrency"] = ["instances"], ["execmode"] = ["instances"],
        ["reload"] = ["replace"], ["updateconfig"] = ["replace"], ["strategy"] = ["replace"], ["listentimeout"] = ["replaceTimeout"], ["minreadyseconds"] = ["stableFor"],
        ["waitready"] = ["readyAfter"], ["drain"] = ["drainTimeout"], ["draintime"] = ["drainTimeout"], ["terminationgraceperiodseconds"] = ["stopTimeout"],
        ["incrementvar"] = ["portVariable"], ["portenv"] = ["portVariable"], ["envport"] = ["portVariable"], ["ports"] = ["port", "portRange"],
        ["lazy"] = ["start"], ["ondemand"] = ["start"], ["idlestop"] = ["idleTimeout"], ["exitidletime"] = ["idleTimeout"], ["stopidle"] = ["idleTimeout"], ["timeoutidle"] = ["idleTimeout"],
        ["autostart"] = ["enabled"], ["disabled"] = ["enabled"],
        ["killsignal"] = ["stopSignal"], ["killtimeout"] = ["stopTimeout"], ["stopwaitsecs"] = ["stopTimeout"],
        ["stopgraceperiod"] = ["stopTimeout"], ["timeoutstopsec"] = ["stopTimeout"], ["shutdowntimeout"] = ["stopTimeout"],
        ["requires"] = ["dependsOn"], ["after"] = ["dependsOn"], ["depends"] = ["dependsOn"], ["wants"] = ["dependsOn"], ["needs"] = ["dependsOn"],
        ["health"] = ["healthCheck"], ["readinessprobe"] = ["healthCheck"], ["livenessprobe"] = ["healthCheck"], ["probe"] = ["healthCheck"], ["ready"] = ["healthCheck"],
        ["maxmemoryrestart"] = ["maxMemory"], ["memory"] = ["maxMemory"], ["memlimit"] = ["maxMemory"],
        ["cron"] = ["schedule"], ["cronrestart"] = ["schedule"], ["oncalendar"] = ["schedule"],
        ["redirectstderr"] = ["output"], ["stdout"] = ["output"], ["startperiodseconds"] = ["startPeriod"], ["initialdelayseconds"] = ["startPeriod"],
        ["services"] = ["processes", "routes"], ["apps"] = ["processes"], ["programs"] = ["processes"], ["sites"] = ["routes"], ["locations"] = ["routes"],
        ["upstream"] = ["target"], ["backend"] = ["target"], ["proxypass"] = ["target"], ["reverseproxy"] = ["target"], ["url"] = ["target", "path"], ["to"] = ["target"], ["upstreams"] = ["targets"], ["backends"] = ["targets"],
        ["host"] = ["domain"], ["hostname"] = ["domain"], ["servername"] = ["domain"], ["location"] = ["path"], ["prefix"] = ["path"], ["pathprefix"] = ["path"],
        ["tls"] = ["ssl"], ["https"] = ["ssl", "httpsPort"], ["service"] = ["process"], ["app"] = ["process"],
        ["listen"] = ["port"], ["httpport"] = ["port"], ["bind"] = ["host"], ["address"] = ["host"], ["admin"] = ["management"], ["api"] = ["management"],
    };

    /// <summary>Returns the key among <paramref name="known"/> that a foreign word stands for, or null.</summary>
    public static string? Translate(string written, IReadOnlyCollection<string> known) =>
        Ours.GetValueOrDefault(written.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant())
            ?.FirstOrDefault(known.Contains);
}
