using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Groups;
using ProcessProxy.Supervision.Services;

namespace ProcessProxy.Supervision.Running;

/// <summary>Notices when a process that sleeps is asked for, and when one that can sleep was not for long enough.</summary>
/// <param name="services">The services that all runners share.</param>
/// <param name="signal">Requests a call of <see cref="News"/>, in turn.</param>
internal sealed class SleepTimer(RunnerServices services, Action signal) : IDisposable
{
    private static readonly TimeSpan ShortestTick = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestTick = TimeSpan.FromMinutes(1);
    private TimeSpan timeout;
    private ITimer? timer;
    private bool wasUp;

    /// <summary>Gets what counts the requests; null if nobody needs it.</summary>
    public ProcessUse? Use { get; private set; }

    /// <summary>Gets when the last request was over, for the next server; null if this is not counted. It can be a while behind.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }

    /// <summary>Takes the configuration.</summary>
    /// <param name="spec">The process.</param>
    /// <param name="idle">How long an earlier server has seen no request; null if that does not count.</param>
    public void Configure(ProcessSpec spec, TimeSpan? idle)
    {
        timeout = spec.IdleTimeout;
        Use = timeout > TimeSpan.Zero || spec.Start == StartMode.OnDemand ? Use ?? new ProcessUse(services.Time, signal) : null;
        if (idle is { } before)
        {
            Use?.Resume(before);
        }

        if (Use is null || timeout == TimeSpan.Zero)
        {
            timer?.Dispose();
            timer = null;
            LastUsedAt = null;
        }
        else
        {
            timer ??= services.Time.CreateTimer(_ => signal(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Arm(timeout - Use.Idle);
        }
    }

    /// <summary>Handles that the process has changed.</summary>
    public void Note(GroupState state)
    {
        if (Use is null)
        {
            return;
        }

        if (state.IsUp && !wasUp)
        {
            Use.Resume(TimeSpan.Zero);
            Arm(timeout);
        }

        wasUp = state.IsUp;
        Use.IsAsleep = state.IsAsleep;
        if (state.IsAsleep && Use.InFlight > 0)
        {
            signal();
        }
    }

    /// <summary>Returns what has happened, if anything.</summary>
    /// <param name="state">The state of the process.</param>
    /// <param name="isNeeded">Returns whether another process needs it.</param>
    public GroupEvent? News(GroupState state, Func<bool> isNeeded)
    {
        if (Use is null)
        {
            return null;
        }

        if (state.IsAsleep)
        {
            return Use.InFlight > 0 ? new GroupEvent.Requested() : null;
        }

        if (!state.IsUp || timeout == TimeSpan.Zero)
        {
            return null;
        }

        if (!state.Members.Any(member => member.CanAnswer))
        {
            // A start counts like a request, however long it takes.
            Use.Resume(TimeSpan.Zero);
        }

        var idle = Use.Idle;
        if (idle >= timeout && !isNeeded())
        {
            return new GroupEvent.Idle();
        }

        LastUsedAt = services.Time.GetUtcNow() - idle;
        Arm(idle >= timeout ? timeout : timeout - idle);
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => timer?.Dispose();

    /// <summary>Looks again when the time is over, and now and then before, for <see cref="LastUsedAt"/>.</summary>
    private void Arm(TimeSpan left) =>
        timer?.Change(left < ShortestTick ? ShortestTick : left < LongestTick ? left : LongestTick, Timeout.InfiniteTimeSpan);
}
