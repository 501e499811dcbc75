using ProcessProxy.Configuration.Keys;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Sees that the longest pause before a restart is not shorter than the pause itself.</summary>
internal static class RestartRules
{
    private const string Delay = "restartDelay";
    private const string MaxDelay = "maxRestartDelay";

    /// <summary>Checks what a process says of its restarts; what <c>settings</c> say by themselves is checked once.</summary>
    public static RestartSpec Resolve(RestartSpec restart, Written<ProcessSpec> own, Written<ProcessSpec> defaults, ProblemList problems)
    {
        if (own.Has(Delay) || own.Has(MaxDelay))
        {
            Check(restart, own.PlaceOrNull(MaxDelay) ?? defaults.PlaceOrNull(MaxDelay), problems);
        }

        // A delay longer than the default limit, which nobody wrote, lifts it.
        return restart.MaxDelay < restart.Delay ? restart with { MaxDelay = restart.Delay } : restart;
    }

    /// <summary>Checks a limit that was written.</summary>
    /// <param name="restart">The pauses.</param>
    /// <param name="place">Where the limit is; null when nobody wrote one.</param>
    /// <param name="problems">Where problems go.</param>
    public static void Check(RestartSpec restart, Place? place, ProblemList problems)
    {
        // The shortest limit written may be below the default delay too: the limit is then what contradicts.
        if (place is not null && restart.MaxDelay < restart.Delay)
        {
            problems.Add(place, ProblemCodes.Contradiction,
                $"{MaxDelay} ({restart.MaxDelay.TotalMilliseconds} ms) is shorter than {Delay} ({restart.Delay.TotalMilliseconds} ms).");
        }
    }
}
