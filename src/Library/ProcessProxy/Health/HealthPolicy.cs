using ProcessProxy.Configuration;

namespace ProcessProxy.Health;

/// <summary>Decides what a probe changes about the health. Pure.</summary>
internal static class HealthPolicy
{
    /// <summary>The longest delay before the next probe of a run that has not succeeded yet.</summary>
    public static readonly TimeSpan StartInterval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan FirstStartInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Returns the health after one more probe.</summary>
    /// <param name="before">The health so far.</param>
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

    /// <summary>Returns the delay before the next probe: short while a new run starts, so that readiness is noticed early.</summary>
    /// <param name="hasSucceeded">Whether any probe of this run succeeded.</param>
    /// <param name="age">How long the run has lasted.</param>
    /// <param name="probes">The number of probes in this run.</param>
    /// <param name="spec">The health check.</param>
    public static TimeSpan NextPause(bool hasSucceeded, TimeSpan age, int probes, HealthCheckSpec spec)
    {
        // The first probe is immediate even for an old run: an adopted run has no result yet.
        if (probes > 0 && (hasSucceeded || age >= spec.StartPeriod))
        {
            return spec.Interval;
        }

        var pause = FirstStartInterval * Math.Pow(2, Math.Min(probes, 10));
        pause = pause < StartInterval ? pause : StartInterval;
        return pause < spec.Interval ? pause : spec.Interval;
    }
}
