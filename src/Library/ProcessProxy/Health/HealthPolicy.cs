using ProcessProxy.Configuration;

namespace ProcessProxy.Health;

/// <summary>What a probe changes about the verdict. A pure decision.</summary>
internal static class HealthPolicy
{
    /// <summary>How soon a run that has not succeeded yet is probed again, at the longest.</summary>
    public static readonly TimeSpan StartInterval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan FirstStartInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>The verdict after one more probe.</summary>
    /// <param name="before">The verdict so far.</param>
    /// <param name="result">The probe.</param>
    /// <param name="age">How long the run has lasted.</param>
    /// <param name="spec">The health check.</param>
    public static HealthRecord After(HealthRecord before, HealthCheckResult result, TimeSpan age, HealthCheckSpec spec)
    {
        if (result.Ok)
        {
            return new HealthRecord(HealthState.Healthy, 0, true, result);
        }

        if (!before.HasSucceeded && age < spec.StartPeriod)
        {
            return before with { Last = result };
        }

        var failures = before.Failures + 1;
        var state = failures >= spec.Retries ? HealthState.Unhealthy : before.State;
        return before with { State = state, Failures = failures, Last = result };
    }

    /// <summary>The pause before the next probe: short while a new run is still coming up, so that readiness is seen early.</summary>
    /// <param name="hasSucceeded">Whether any probe of this run succeeded.</param>
    /// <param name="age">How long the run has lasted.</param>
    /// <param name="probes">How many probes were made in this run.</param>
    /// <param name="spec">The health check.</param>
    public static TimeSpan NextPause(bool hasSucceeded, TimeSpan age, int probes, HealthCheckSpec spec)
    {
        // The first one comes at once even for an old run: one that was just adopted has no verdict yet.
        if (probes > 0 && (hasSucceeded || age >= spec.StartPeriod))
        {
            return spec.Interval;
        }

        var pause = FirstStartInterval * Math.Pow(2, Math.Min(probes, 10));
        pause = pause < StartInterval ? pause : StartInterval;
        return pause < spec.Interval ? pause : spec.Interval;
    }
}
