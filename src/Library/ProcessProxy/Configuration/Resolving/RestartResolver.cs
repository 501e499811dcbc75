using ProcessProxy.Configuration.Entries;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Decides when a process is started again.</summary>
internal sealed class RestartResolver(RestartEntry defaults, ProblemList problems)
{
    /// <param name="own">What the process itself says.</param>
    /// <param name="isJob">Whether it has a schedule. What <c>settings</c> say of restarts on exit is meant for what runs all the time.</param>
    public RestartSpec Resolve(RestartEntry own, bool isJob)
    {
        var delay = own.Delay ?? defaults.Delay;
        var most = own.MaxDelay ?? defaults.MaxDelay;
        if (own.Delay is not null || own.MaxDelay is not null)
        {
            Check(delay, most);
        }

        var restartDelay = delay?.Value ?? ProcessDefaults.RestartDelay;
        var longest = most?.Value ?? ProcessDefaults.MaxRestartDelay;
        return new()
        {
            OnExit = isJob
                ? own.OnExit?.Value ?? ProcessDefaults.RestartJobOnExit
                : (own.OnExit ?? defaults.OnExit)?.Value ?? ProcessDefaults.RestartOnExit,
            Delay = restartDelay,
            Max = (own.Max ?? defaults.Max)?.Value ?? ProcessDefaults.MaxRestarts,
            Backoff = (own.Backoff ?? defaults.Backoff)?.Value ?? ProcessDefaults.Backoff,

            // A delay longer than the default limit, which nobody wrote, lifts it.
            MaxDelay = longest < restartDelay ? restartDelay : longest,
            ResetAfter = (own.ResetAfter ?? defaults.ResetAfter)?.Value ?? ProcessDefaults.ResetAfter,
        };
    }

    /// <summary>Checks what <c>settings.defaultRestart</c> says by itself.</summary>
    public void CheckDefaults() => Check(defaults.Delay, defaults.MaxDelay);

    private void Check(Written<TimeSpan>? delay, Written<TimeSpan>? most)
    {
        // The shortest limit written may be below the default delay too: the limit is then what contradicts.
        var least = delay?.Value ?? ProcessDefaults.RestartDelay;
        if (most is { } limit && limit.Value < least)
        {
            problems.Add(limit.Place, ProblemCodes.Contradiction,
                $"maxRestartDelay ({limit.Value.TotalMilliseconds} ms) is shorter than restartDelay ({least.TotalMilliseconds} ms).");
        }
    }
}
