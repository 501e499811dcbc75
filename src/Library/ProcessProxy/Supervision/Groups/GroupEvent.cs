using ProcessProxy.Configuration;

namespace ProcessProxy.Supervision.Groups;

/// <summary>Something that happened to a process with several programs, or a command.</summary>
internal abstract record GroupEvent
{
    private GroupEvent()
    {
    }

    /// <summary>The process must run.</summary>
    public sealed record Start(string By) : GroupEvent;

    /// <summary>The process must stop, or one of its instances that is being replaced.</summary>
    public sealed record Stop(string By, bool IsWhole = true) : GroupEvent;

    /// <summary>These instances must be replaced; those that do not run are started.</summary>
    public sealed record Replace(string By, ValueList<int> Instances) : GroupEvent;

    /// <summary>The number of instances was set by a command.</summary>
    public sealed record Scale(int Instances) : GroupEvent;

    /// <summary>Another configuration is in force.</summary>
    /// <param name="By">The origin, in words.</param>
    /// <param name="IsLaunchChanged">Whether the programs must be launched in another way.</param>
    /// <param name="IsCountChanged">Whether the configured number of instances applies, whatever a command has set.</param>
    public sealed record Configured(string By, bool IsLaunchChanged, bool IsCountChanged) : GroupEvent;

    /// <summary>A program has changed.</summary>
    /// <param name="Seat">Its seat.</param>
    /// <param name="Standing">What it is now.</param>
    public sealed record Changed(Seat Seat, Standing Standing) : GroupEvent;

    /// <summary>A program that leaves has no request in progress, or no more time.</summary>
    public sealed record Drained(Seat Seat) : GroupEvent;

    /// <summary>The new program had enough time to become ready.</summary>
    public sealed record TimedOut(long Number, string Why) : GroupEvent;

    /// <summary>The new program has gone on to answer for long enough.</summary>
    public sealed record Proved(long Number) : GroupEvent;

    /// <summary>A request has arrived.</summary>
    public sealed record Requested : GroupEvent;

    /// <summary>No request has arrived for a long time.</summary>
    public sealed record Idle : GroupEvent;
}

/// <summary>What a program is, as far as its process must know.</summary>
/// <param name="CanAnswer">Whether it can answer.</param>
/// <param name="IsAlive">Whether it runs, or will without a command.</param>
/// <param name="IsGone">Whether it is at rest and nothing of it is left that could be ended.</param>
/// <param name="Fault">Why a new program is not usable, as the rest of a sentence; null if it may be.</param>
/// <param name="IsCurrent">Whether it was launched as the configuration describes after it was found outdated.</param>
internal sealed record Standing(bool CanAnswer, bool IsAlive, bool IsGone, string? Fault = null, bool IsCurrent = false);
