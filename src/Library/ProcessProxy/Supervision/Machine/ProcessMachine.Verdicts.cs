using ProcessProxy.Configuration;
using ProcessProxy.Health;
using static ProcessProxy.Supervision.Machine.MachineEffect;
using static ProcessProxy.Supervision.Machine.MachineEvent;

namespace ProcessProxy.Supervision.Machine;

/// <content>Decisions about runs that are unhealthy or use too much memory.</content>
internal static partial class ProcessMachine
{
    private static Transition Judge(ProcessState state, Probed probed, ProcessSpec spec, Now now)
    {
        if (spec.HealthCheck is not { } check)
        {
            return Keep(state);
        }

        var health = HealthPolicy.After(state.Health, probed.Result, state.Age(now), check);
        var judged = WithHealth(state, health);
        var isNews = health.State != state.Health.State;
        if (health.State != HealthState.Unhealthy)
        {
            return Keep(isNews ? Recovered(judged, spec, now) : judged);
        }

        if (!isNews && health.Spared is null)
        {
            return Keep(judged);
        }

        var what = $"unhealthy: {health.Failures} {(health.Failures == 1 ? "probe" : "probes")} of {check.Url} failed, the last one: {probed.Result.Detail.TrimEnd('.')}";
        if (check.OnUnhealthy == UnhealthyAction.Report)
        {
            return Keep(judged with { Reason = $"is {what}; left running, as onUnhealthy is report" });
        }

        var spared = WhySpared(health, probed.WhyNotNow, check);
        judged = WithHealth(state, health with { Spared = spared, SparedFailures = probed.WhyNotNow is null ? health.SparedFailures : health.Failures });
        return !isNews && spared == health.Spared ? Keep(judged)
            : (spared ?? WhyFinal(state, spec)) is { } left ? Keep(judged with { Reason = $"is {what}; left running, as {left}" })
            : EndToReplace(judged, now, $"was {what}", EndCause.Health);
    }

    /// <summary>Returns why an unhealthy run is not replaced yet, as the rest of a sentence, or null if it must be replaced.</summary>
    private static string? WhySpared(HealthRecord health, string? whyNotNow, HealthCheckSpec check) =>
        whyNotNow is not null ? WhyLeft(whyNotNow)
        : health.Spared is not null && health.Failures - health.SparedFailures < check.Retries
            ? "what it depends on is ready again and its failed probes are counted from zero"
        : null;

    /// <summary>Handles a run that has become healthy: earlier messages about its health no longer apply.</summary>
    private static ProcessState Recovered(ProcessState state, ProcessSpec spec, Now now) => Forgiven(state, spec, now) with { Reason = state.Run!.Excess ?? state.Origin };

    /// <summary>Gives a run that has lasted long enough its restarts back, unless it only continues because none is left.</summary>
    private static ProcessState Lasting(ProcessState state, ProcessSpec spec) =>
        WhyFinal(state, spec) is not null && (state.Run!.Excess is not null || (state.Health.State == HealthState.Unhealthy && spec.HealthCheck?.OnUnhealthy == UnhealthyAction.Restart))
            ? state : state with { Failures = 0 };

    /// <summary>Gives back now the restarts that could not be given back when the run had lasted long enough.</summary>
    private static ProcessState Forgiven(ProcessState state, ProcessSpec spec, Now now) =>
        state.Age(now) >= spec.Restart.ResetAfter ? Lasting(state, spec) : state;

    /// <summary>Ends a run so that a better one takes its place, which uses up a restart.</summary>
    private static Transition EndToReplace(ProcessState state, Now now, string why, EndCause cause) =>
        End(state with { Failures = state.Failures + 1 }, now, why, AfterStop.Backoff, why, cause);

    private static Transition Weigh(ProcessState state, Measured measured, ProcessSpec spec, Now now)
    {
        var before = state.Run!;
        var run = before with { AboveMemory = MemoryPolicy.After(before.AboveMemory, measured.Memory, spec.MaxMemory) };
        if (before.Excess is not null && run.AboveMemory == 0)
        {
            return Keep(Said(Forgiven(state with { Run = run with { Excess = null } }, spec, now)));
        }

        var weighed = state with { Run = run };
        if (!MemoryPolicy.HasExceeded(before.AboveMemory, run.AboveMemory))
        {
            return Keep(weighed);
        }

        var figures = MemoryPolicy.Describe(measured.Memory, spec.MaxMemory!.Value);
        if (spec.Schedule is null && (measured.WhyNotNow is { } why ? WhyLeft(why) : WhyFinal(state, spec)) is { } left)
        {
            // A run that only cannot start now is decided again at each measurement; the reason changes only when something else must be said.
            var excess = $"and is left running, as {left}";
            return Keep(Said(state with
            {
                Run = run with
                {
                    Excess = before.Excess?.EndsWith(excess, StringComparison.Ordinal) == true ? before.Excess : $"uses too much memory, {figures}, {excess}",
                    AboveMemory = measured.WhyNotNow is null ? run.AboveMemory : MemoryPolicy.Measurements - 1,
                },
            }));
        }

        var used = $"used too much memory: {figures}";
        if (spec.Process is { Replace.Mode: ReplaceMode.Rolling })
        {
            // It goes on until a better one has taken over.
            return new(Said(state with { Run = run with { Excess = $"uses too much memory, {figures}, and is being replaced" } }), new AskForReplacement(used));
        }

        return spec.Schedule is null ? EndToReplace(weighed, now, used, EndCause.Memory) : EndFailed(weighed, spec, now, used, EndCause.Memory);
    }

    private static string WhyLeft(string whyNotNow) => $"it could not start again now: it {whyNotNow}";

    /// <summary>Returns why a run that should be replaced continues for good, or null if it can be replaced.</summary>
    private static string? WhyFinal(ProcessState state, ProcessSpec spec) =>
        RestartPolicy.IsSpent(spec.Restart, state.Failures) ? $"no restart is left (maxRestarts {spec.Restart.Max})" : null;

    /// <summary>Returns the reason of a run whose memory has changed: ill health has priority.</summary>
    private static ProcessState Said(ProcessState state) =>
        state.Health.State == HealthState.Unhealthy ? state : state with { Reason = state.Run!.Excess ?? state.Origin };
}
