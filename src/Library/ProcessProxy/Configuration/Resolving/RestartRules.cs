using ProcessProxy.Configuration.Keys;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Checks that the longest delay before a restart is not shorter than the delay itself.</summary>
internal static class RestartRules
{
    private const string Delay = "restartDelay";
    private const string MaxDelay = "maxRestartDelay";

    /// <summary>Checks the restart settings of a process; those of <c>settings</c> alone are checked once.</summary>
    public static RestartSpec Resolve(RestartSpec restart, Written<ProcessSpec> own, Written<ProcessSpec> defaults, ProblemList problems)
    {
        if (own.Has(Delay) || own.Has(MaxDelay))
        {
            Check(restart, own.PlaceOrNull(MaxDelay) ?? defaults.PlaceOrNull(MaxDelay), problems);
        }

        // A delay longer than the default limit raises the limit, which nobody wrote.
        return restart.MaxDelay < restart.Delay ? restart with { MaxDelay = restart.Delay } : restart;
    }

    /// <summary>Checks a written limit.</summary>
    /// <param name="restart">The delays.</param>
    /// <param name="place">The place of the limit; null if it was not written.</param>
    /// <param name="problems">The list that receives problems.</param>
    public static void Check(RestartSpec restart, Place? place, ProblemList problems)
    {
        // The shortest written limit may be below the default delay too; then the limit is the contradiction.
        if (place is not null && restart.MaxDelay < restart.Delay)
        {
            problems.Add(place, ProblemCodes.Contradiction,
                $"{MaxDelay} ({restart.MaxDelay.TotalMilliseconds} ms) is shorter than {Delay} ({restart.Delay.TotalMilliseconds} ms).");
        }
    }
}
