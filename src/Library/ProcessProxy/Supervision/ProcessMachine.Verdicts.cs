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
        var judged = state with { Health = health.IsSpared && probed.WhyNotAgain is not null ? health with { Failures = 0 } : health };
        if (health.State == state.Health.State && !(health.IsSpared && judged.Health.Failures >= check.Retries))
        {
            return Keep(judged);
        }

        if (health.State != HealthState.Unhealthy || state.Goal == Goal.Down)
        {
            return Keep(judged with { Reason = state.Excess ?? state.Origin });
        }

        var what = $"unhealthy: {health.Failures} probes of {check.Url} failed, the last one: {probed.Result.Detail.TrimEnd('.')}";
        return check.OnUnhealthy == UnhealthyAction.Report ? Keep(judged with { Reason = $"is {what}; left running, as onUnhealthy is report" })
            : WhyLeft(state, spec, probed.WhyNotAgain) is { } left
                ? Keep(judged with { Health = health with { IsSpared = probed.WhyNotAgain is not null }, Reason = $"is {what}; left running, as {left}" })
            : EndForHealth(judged with { Failures = state.Failures + 1 }, now, $"was {what}");
    }

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
            return Keep(Said(weighed with { Excess = null }));
        }

        if (state.Excess is not null && measured.WhyNotAgain is not null)
        {
            // Decided anew at each measurement, until it can start again.
            return Keep(weighed with { AboveMemory = Math.Min(weighed.AboveMemory, MemoryPolicy.Measurements - 1) });
        }

        if (!MemoryPolicy.HasExceeded(state.AboveMemory, weighed.AboveMemory) || state.Goal == Goal.Down)
        {
            return Keep(weighed);
        }

        var figures = MemoryPolicy.Describe(measured.Memory, spec.MaxMemory!.Value);
        var why = $"used too much memory: {figures}";
        if (spec.Schedule is null && WhyLeft(state, spec, measured.WhyNotAgain) is { } left)
        {
            return Keep(Said(weighed with
            {
                Excess = $"uses too much memory, {figures}, and is left running: {left}",
                AboveMemory = measured.WhyNotAgain is null ? weighed.AboveMemory : MemoryPolicy.Measurements - 1,
            }));
        }

        var ending = spec.Schedule is null
            ? End(weighed with { Failures = state.Failures + 1 }, now, why, AfterStop.Backoff, why)
            : EndFailed(weighed, spec, now, why);
        return ending with { State = ending.State with { IsEndedForMemory = true } };
    }

    /// <summary>Why a run that should be replaced is left running, as a sentence of its own; null when nothing is against it.</summary>
    private static string? WhyLeft(ProcessState state, ProcessSpec spec, string? whyNotAgain) =>
        whyNotAgain is not null ? $"it could not start again: it {whyNotAgain}"
        : state.Failures >= spec.Restart.Max ? $"no restart is left (maxRestarts {spec.Restart.Max})"
        : null;

    /// <summary>What is said of a run whose memory has changed: ill health is said first.</summary>
    private static ProcessState Said(ProcessState state) =>
        state.Health.State == HealthState.Unhealthy ? state : state with { Reason = state.Excess ?? state.Origin };
}
