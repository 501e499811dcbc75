using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Services;

namespace ProcessProxy.Supervision.Running;

/// <summary>The timers of one process. Of each kind there is one: what is set anew is no longer due as it was.</summary>
/// <param name="services">What all runners share.</param>
/// <param name="post">Takes the news that something is due.</param>
internal sealed class RunTimers(RunnerServices services, Func<MachineEvent, ValueTask> post) : IDisposable
{
    private ITimer? restart;
    private ITimer? lasted;
    private ITimer? clock;
    private ITimer? overrun;

    /// <summary>Reports when the next attempt is due; for what crashes again and again, when those who do so too have had their turn.</summary>
    public void Set(MachineEffect.SetRestartTimer timer, bool isCrashLooping)
    {
        var due = new MachineEvent.RestartDue(timer.Generation);
        Set(ref restart, timer.Delay, isCrashLooping ? () => services.Lanes.Pace.Await(() => Post(due)) : () => Post(due));
    }

    /// <summary>Reports when the run has lasted.</summary>
    public void Set(MachineEffect.SetLastedTimer timer) => Set(ref lasted, timer.Delay, () => Post(new MachineEvent.Lasted(timer.Generation)));

    /// <summary>Reports when the run has had its time.</summary>
    public void Set(MachineEffect.SetOverrunTimer timer) => Set(ref overrun, timer.Delay, () => Post(new MachineEvent.Overran(timer.Generation)));

    /// <summary>Reports when the clock is to be looked at, or no more.</summary>
    public void Set(MachineEffect.SetClockTimer timer) => Set(ref clock, timer.Delay, () => Post(new MachineEvent.ClockChecked()));

    public void Dispose()
    {
        restart?.Dispose();
        lasted?.Dispose();
        clock?.Dispose();
        overrun?.Dispose();
    }

    private void Set(ref ITimer? timer, TimeSpan? delay, Action due)
    {
        timer?.Dispose();
        timer = delay is { } time ? services.Time.CreateTimer(_ => due(), null, time, Timeout.InfiniteTimeSpan) : null;
    }

    private void Post(MachineEvent due) => _ = post(due).AsTask();
}
