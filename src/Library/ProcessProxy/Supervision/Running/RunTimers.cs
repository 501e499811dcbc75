using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Services;

namespace ProcessProxy.Supervision.Running;

/// <summary>The timers of one process. There is one of each kind: setting a timer again replaces its time.</summary>
/// <param name="services">The services that all runners share.</param>
/// <param name="post">Receives the event that something is due.</param>
internal sealed class RunTimers(RunnerServices services, Func<MachineEvent, ValueTask> post) : IDisposable
{
    private ITimer? restart;
    private ITimer? lasted;
    private ITimer? clock;
    private ITimer? overrun;

    /// <summary>Reports when the next attempt is due; if the process crashes repeatedly, when others that do so too have had their turn.</summary>
    public void Set(MachineEffect.SetRestartTimer timer, bool isCrashLooping)
    {
        var due = new MachineEvent.RestartDue(timer.Generation);
        Set(ref restart, timer.Delay, isCrashLooping ? () => services.Lanes.Pace.Await(() => Post(due)) : () => Post(due));
    }

    /// <summary>Reports when the run has lasted long enough.</summary>
    public void Set(MachineEffect.SetLastedTimer timer) => Set(ref lasted, timer.Delay, () => Post(new MachineEvent.Lasted(timer.Generation)));

    /// <summary>Reports when the run has reached its time limit.</summary>
    public void Set(MachineEffect.SetOverrunTimer timer) => Set(ref overrun, timer.Delay, () => Post(new MachineEvent.Overran(timer.Generation)));

    /// <summary>Reports when the clock must be checked, or stops reporting.</summary>
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
