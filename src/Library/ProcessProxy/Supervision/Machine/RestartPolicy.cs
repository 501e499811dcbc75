using ProcessProxy.Configuration;

namespace ProcessProxy.Supervision.Machine;

/// <summary>The arithmetic of restarts.</summary>
internal static class RestartPolicy
{
    private static readonly TimeSpan LeastForRoom = TimeSpan.FromSeconds(1);

    /// <summary>The pause before a restart.</summary>
    /// <param name="spec">The policy.</param>
    /// <param name="failures">How many failures in a row there were, this one included; from 1.</param>
    /// <param name="chance">A number from 0 to 1, without 1: how much of the jitter is added, so that those that fail together do not start together.</param>
    public static TimeSpan Delay(RestartSpec spec, int failures, double chance)
    {
        var delay = Delay(spec, failures);
        return delay + (delay * (spec.Jitter / 100.0 * chance));
    }

    private static TimeSpan Delay(RestartSpec spec, int failures)
    {
        if (spec.Backoff == RestartBackoff.Constant || failures <= 1 || spec.Delay == TimeSpan.Zero)
        {
            return spec.Delay;
        }

        // In floating point: after some sixty failures the doubled ticks would overflow.
        var ticks = spec.Delay.Ticks * Math.Pow(2, failures - 1);
        return ticks < spec.MaxDelay.Ticks ? TimeSpan.FromTicks((long)ticks) : spec.MaxDelay;
    }

    /// <summary>Whether it fails again and again: two runs in a row have failed, and none since has lasted. The failure that gave it up cost no restart.</summary>
    public static bool IsCrashLooping(ProcessState state) =>
        state is { Phase: not Phase.Stopped, Failures: >= 2 } or { Phase: Phase.Failed, IsUnsettled: false, Failures: 1 };

    /// <summary>The pause before a launch is tried again for which the server had no room.</summary>
    /// <param name="spec">The policy.</param>
    /// <param name="failures">How many failures in a row there were before.</param>
    /// <param name="chance">As for <see cref="Delay(RestartSpec, int, double)"/>.</param>
    public static TimeSpan DelayForRoom(RestartSpec spec, int failures, double chance)
    {
        var delay = Delay(spec, Math.Max(1, failures), chance);
        return delay < LeastForRoom ? LeastForRoom : delay;
    }

    /// <summary>How many restarts are left.</summary>
    public static int Left(RestartSpec spec, int failures) => Math.Max(0, spec.Max - failures);

    /// <summary>Whether none is.</summary>
    public static bool IsSpent(RestartSpec spec, int failures) => Left(spec, failures) == 0;
}
