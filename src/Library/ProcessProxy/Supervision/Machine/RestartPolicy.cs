using ProcessProxy.Configuration;

namespace ProcessProxy.Supervision.Machine;

/// <summary>Computes restarts.</summary>
internal static class RestartPolicy
{
    private static readonly TimeSpan LeastForRoom = TimeSpan.FromSeconds(1);

    /// <summary>Returns the delay before a restart.</summary>
    /// <param name="spec">The policy.</param>
    /// <param name="failures">The number of consecutive failures, including this one; from 1.</param>
    /// <param name="chance">A random number from 0 (inclusive) to 1 (exclusive): the part of the jitter that is added, so that processes that fail together do not start together.</param>
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

        // In floating point: after about sixty failures, the doubled ticks would overflow.
        var ticks = spec.Delay.Ticks * Math.Pow(2, failures - 1);
        return ticks < spec.MaxDelay.Ticks ? TimeSpan.FromTicks((long)ticks) : spec.MaxDelay;
    }

    /// <summary>Returns whether it fails repeatedly: two runs in a row have failed, and none has lasted since. The failure after which no restart was left used up none.</summary>
    public static bool IsCrashLooping(ProcessState state) =>
        state is { Phase: not Phase.Stopped, Failures: >= 2 } or { Phase: Phase.Failed, IsUnsettled: false, Failures: 1 };

    /// <summary>Returns the delay before a launch is retried that failed because the server lacked resources.</summary>
    /// <param name="spec">The policy.</param>
    /// <param name="failures">The number of consecutive failures before.</param>
    /// <param name="chance">As for <see cref="Delay(RestartSpec, int, double)"/>.</param>
    public static TimeSpan DelayForRoom(RestartSpec spec, int failures, double chance)
    {
        var delay = Delay(spec, Math.Max(1, failures), chance);
        return delay < LeastForRoom ? LeastForRoom : delay;
    }

    /// <summary>Returns how many restarts are left.</summary>
    public static int Left(RestartSpec spec, int failures) => Math.Max(0, spec.Max - failures);

    /// <summary>Returns whether no restart is left.</summary>
    public static bool IsSpent(RestartSpec spec, int failures) => Left(spec, failures) == 0;
}
