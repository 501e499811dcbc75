using ProcessProxy.Configuration;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision.Diagnosis;
using ProcessProxy.Supervision.Machine;

namespace ProcessProxy.Tests.Supervision.Machine;

/// <summary>Drives the machine by hand: feeds it events, moves its clock, remembers what it wanted done.</summary>
internal sealed class MachineDriver(ProcessSpec spec)
{
    private static readonly DateTimeOffset Epoch = new(2031, 3, 7, 11, 13, 17, TimeSpan.Zero);
    private int lastPid = 1000;
    private TimeSpan elapsed = TimeSpan.FromSeconds(12345.678);

    public ProcessSpec Spec { get; set; } = spec;

    public ProcessState State { get; private set; } = new();

    public IReadOnlyList<MachineEffect> Effects { get; private set; } = [];

    public List<MachineEffect> AllEffects { get; } = [];

    public int Launches => AllEffects.OfType<MachineEffect.Launch>().Count();

    public MachineDriver Send(MachineEvent happened)
    {
        (State, Effects) = Try(happened);
        AllEffects.AddRange(Effects);
        if (Effects.OfType<MachineEffect.SetClockTimer>().LastOrDefault() is { } timer)
        {
            Sleep = timer.Delay;
        }

        return this;
    }

    /// <summary>What an event would lead to.</summary>
    public Transition Try(MachineEvent happened) => ProcessMachine.Step(State, happened, Spec, new Now(elapsed, Utc, Zone, Chance));

    /// <summary>What the wall clock says.</summary>
    public DateTimeOffset Utc { get; private set; } = Epoch + TimeSpan.FromSeconds(12345.678);

    /// <summary>What chance says.</summary>
    public double Chance { get; set; }

    /// <summary>The time zone of the machine.</summary>
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    /// <summary>When the clock is to be looked at again.</summary>
    public TimeSpan? Sleep { get; private set; }

    /// <summary>Moves the wall clock and nothing else, as a sleep of the machine or somebody's hand does.</summary>
    public MachineDriver SetClock(DateTimeOffset to)
    {
        Utc = to;
        return this;
    }

    public MachineDriver Activate() => Send(new MachineEvent.Activate("a test"));

    /// <summary>Lets time pass and looks at the clock as often as was asked for.</summary>
    public MachineDriver LookUntil(DateTimeOffset moment)
    {
        while (Sleep is { } sleep && Utc + sleep <= moment)
        {
            Pass(sleep).Send(new MachineEvent.ClockChecked());
        }

        return Pass(moment - Utc);
    }

    public MachineDriver Pass(TimeSpan time)
    {
        elapsed += time;
        Sleep -= time;
        Utc += time;
        return this;
    }

    public MachineDriver Start() => Send(new MachineEvent.Start("a test"));

    public MachineDriver Stop() => Send(new MachineEvent.Stop("a test", ByOperator: true));

    public MachineDriver Restart() => Send(new MachineEvent.Restart("a test"));

    public MachineDriver Relaunch() => Send(new MachineEvent.Relaunch("a test"));

    public MachineDriver Prepared(string? failure = null, params string[] survivors) =>
        Send(new MachineEvent.Prepared(State.Generation, failure, LaunchFault.PreStart, survivors));

    public MachineDriver Launched() => Send(new MachineEvent.Launched(State.Generation, NewIdentity()));

    public MachineDriver LaunchFailed() => Send(new MachineEvent.LaunchFailed(State.Generation, "There is no such program."));

    public MachineDriver Exited(int code = 1) => Send(new MachineEvent.Exited(State.Generation, new ProcessExit(code, null, Epoch + elapsed)));

    public MachineDriver TreeEnded(params string[] survivors) => Send(new MachineEvent.TreeEnded(State.Generation, survivors));

    public MachineDriver RestartDue() => Send(new MachineEvent.RestartDue(State.Generation));

    public MachineDriver Lasted() => Send(new MachineEvent.Lasted(State.Generation));

    public MachineDriver Probed(bool ok, string? whyNotAgain = null) => Send(new MachineEvent.Probed(
        State.Generation, new HealthCheckResult(Epoch + elapsed, ok, ok ? 200 : 500, ok ? "answered 200" : "answered 500", TimeSpan.FromMilliseconds(3)), whyNotAgain));

    public MachineDriver Measured(long memory, string? whyNotAgain = null) => Send(new MachineEvent.Measured(State.Generation, memory, whyNotAgain));

    /// <summary>Starts it and lets the launch succeed.</summary>
    public MachineDriver Run() => Start().Launched();

    /// <summary>Lets the program end by itself with nothing left of its tree.</summary>
    public MachineDriver Crash(int code = 1) => Exited(code).TreeEnded();

    public ProcessIdentity NewIdentity() => new("boot", ++lastPid, 77, 99, "mark");
}
