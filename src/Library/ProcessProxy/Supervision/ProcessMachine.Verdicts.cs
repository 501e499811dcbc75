using ProcessProxy.Configuration;
using ProcessProxy.Health;
using static ProcessProxy.Supervision.MachineEvent;

namespace ProcessProxy.Supervision;

/// <content>What comes of a run that is found unhealthy or too large.</content>
internal static partial class ProcessMachine
{
    private static Transition Judge(ProcessState state, Probed probed, ProcessSpec spec, Now now)
    {
        if (spec.HealthCheck is not { } check)
        {
            return Keep(state);
        }

        var health = HealthPolicy.After(state.Health, probed.Result, now.Elapsed - state.RunningSince, check);
        var judged = state with { Health = health };
        var isNews = health.State != state.Health.State;
        if (state.Goal == Goal.Down || health.State != HealthState.Unhealthy)
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
        judged = state with { Health = health with { Spared = spared, SparedFailures = probed.WhyNotNow is null ? health.SparedFailures : health.Failures } };
        return !isNews && spared == health.Spared ? Keep(judged)
            : (spared ?? WhyFinal(state, spec)) is { } left ? Keep(judged with { Reason = $"is {what}; left running, as {left}" })
            : EndForHealth(judged with { Failures = state.Failures + 1 }, now, $"was {what}");
    }

    /// <summary>Why an unhealthy run is not replaced yet, as the rest of a sentence; null when it is to be.</summary>
    private static string? WhySpared(HealthRecord health, string? whyNotNow, HealthCheckSpec check) =>
        whyNotNow is not null ? WhyLeft(whyNotNow)
        : health.Spared is not null && health.Failures - health.SparedFailures < check.Retries
            ? "what it depends on is ready again and its failed probes are counted from zero"
        : null;

    /// <summary>A run that has become healthy, or is not to run: what was said of its health is over.</summary>
    private static ProcessState Recovered(ProcessState state, ProcessSpec spec, Now now) => Forgiven(state, spec, now) with { Reason = state.Excess ?? state.Origin };

    /// <summary>A run that has lasted so long that its restarts are given back: not to one that is left running for want of them.</summary>
    private static ProcessState Lasting(ProcessState state, ProcessSpec spec) =>
        WhyFinal(state, spec) is not null && (state.Excess is not null || (state.Health.State == HealthState.Unhealthy && spec.HealthCheck?.OnUnhealthy == UnhealthyAction.Restart))
            ? state : state with { Failures = 0 };

    /// <summary>What could not be given back when it had lasted so long, given back now.</summary>
    private static ProcessState Forgiven(ProcessState state, ProcessSpec spec, Now now) =>
        now.Elapsed - state.RunningSince >= spec.Restart.ResetAfter ? Lasting(state, spec) : state;

    private static Transition EndForHealth(ProcessState state, Now now, string why)
    {
        var ending = End(state, now, why, AfterStop.Backoff, why);
        return ending with { State = ending.State with { IsEndedForHealth = true } };
    }

    private static Transition Weigh(ProcessState state, Measured measured, ProcessSpec spec, Now now)
    {
        var weighed = state with { AboveMemory = MemoryPolicy.After(state.AboveMemory, measured.Memory, spec.MaxMemory) };
        if (state.Excess is not null && weighed.AboveMemory == 0)
        {
            return Keep(Said(Forgiven(weighed with { Excess = null }, spec, now)));
        }

        if (!MemoryPolicy.HasExceeded(state.AboveMemory, weighed.AboveMemory) || state.Goal == Goal.Down)
        {
            return Keep(weighed);
        }

        var figures = MemoryPolicy.Describe(measured.Memory, spec.MaxMemory!.Value);
        if (spec.Schedule is null && (measured.WhyNotNow is { } why ? WhyLeft(why) : WhyFinal(state, spec)) is { } left)
        {
            // What only cannot start now is decided anew at each measurement, and said when something else is to be said.
            var excess = $"and is left running, as {left}";
            return Keep(Said(weighed with
            {
                Excess = state.Excess?.EndsWith(excess, StringComparison.Ordinal) == true ? state.Excess : $"uses too much memory, {figures}, {excess}",
                AboveMemory = measured.WhyNotNow is null ? weighed.AboveMemory : MemoryPolicy.Measurements - 1,
            }));
        }

        var used = $"used too much memory: {figures}";
        var ending = spec.Schedule is null
            ? End(weighed with { Failures = state.Failures + 1 }, now, used, AfterStop.Backoff, used)
            : EndFailed(weighed, spec, now, used);
        return ending with { State = ending.State with { IsEndedForMemory = true } };
    }

    private static string WhyLeft(string whyNotNow) => $"it could not start again now: it {whyNotNow}";

    /// <summary>Why a run that should be replaced is left running for good; null when nothing is against it.</summary>
    private static string? WhyFinal(ProcessState state, ProcessSpec spec) =>
        state.Failures >= spec.Restart.Max ? $"no restart is left (maxRestarts {spec.Restart.Max})" : null;

    /// <summary>What is said of a run whose memory has changed: ill health is said first.</summary>
    private static ProcessState Said(ProcessState state) =>
        state.Health.State == HealthState.Unhealthy ? state : state with { Reason = state.Excess ?? state.Origin };
}
