namespace ProcessProxy.Configuration.Keys;

/// <summary>Returns specs with a part changed.</summary>
internal static class SpecParts
{
    /// <summary>A schedule that never runs, used until its expression is known.</summary>
    private static readonly ScheduleSpec NoSchedule = new() { Cron = "@yearly" };

    /// <summary>A command, used until its program is known.</summary>
    private static readonly CommandSpec NoCommand = new() { Command = "" };

    public static ProcessSpec Launching(this ProcessSpec spec, Func<LaunchSpec, LaunchSpec> change) => spec with { Launch = change(spec.Launch) };

    public static ProcessSpec Logging(this ProcessSpec spec, Func<LogSpec, LogSpec> change) => spec.Launching(launch => launch with { Log = change(launch.Log) });

    public static ProcessSpec Restarting(this ProcessSpec spec, Func<RestartSpec, RestartSpec> change) => spec with { Restart = change(spec.Restart) };

    public static ProcessSpec Stopping(this ProcessSpec spec, Func<StopSpec, StopSpec> change) => spec with { Stop = change(spec.Stop) };

    public static ProcessSpec Preparing(this ProcessSpec spec, Func<PreStartSpec, PreStartSpec> change) =>
        spec with { PreStart = change(spec.PreStart ?? new() { Command = NoCommand }) };

    public static ProcessSpec PreparingBy(this ProcessSpec spec, Func<CommandSpec, CommandSpec> change) =>
        spec.Preparing(first => first with { Command = change(first.Command) });

    public static ProcessSpec StoppingBy(this ProcessSpec spec, Func<CommandSpec, CommandSpec> change) =>
        spec.Stopping(stop => stop with { Command = change(stop.Command ?? NoCommand) });

    public static ProcessSpec Checking(this ProcessSpec spec, Func<HealthCheckSpec, HealthCheckSpec> change) =>
        spec with { HealthCheck = change(spec.HealthCheck ?? new()) };

    public static ProcessSpec Replacing(this ProcessSpec spec, Func<ReplaceSpec, ReplaceSpec> change) => spec with { Replace = change(spec.Replace) };

    public static ProcessSpec Scheduling(this ProcessSpec spec, Func<ScheduleSpec, ScheduleSpec> change) =>
        spec with { Schedule = change(spec.Schedule ?? NoSchedule) };
}
