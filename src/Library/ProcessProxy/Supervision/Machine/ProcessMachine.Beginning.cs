using ProcessProxy.Configuration;
using ProcessProxy.Health;
using static ProcessProxy.Supervision.Machine.MachineEffect;
using static ProcessProxy.Supervision.Machine.MachineEvent;

namespace ProcessProxy.Supervision.Machine;

/// <content>The beginning of a run.</content>
internal static partial class ProcessMachine
{
    private const string Prepares = "its preStart runs";

    private static Transition Begin(ProcessState state, ProcessSpec spec, Now now, string reason, params IReadOnlyList<MachineEffect> before)
    {
        var next = Wanted(state) with { Generation = state.Generation + 1, Run = null, IsAdopted = false, Origin = reason };
        return spec.DependsOn.Count == 0
            ? LaunchNow(next, spec, now, before)
            : new(Enter(next, Phase.Waiting, now, Waits(spec)), [.. before, new AwaitDependencies(next.Generation)]);
    }

    private static Transition BeginAgain(ProcessState state, ProcessSpec spec, Now now, string? by, params IReadOnlyList<MachineEffect> before) =>
        Begin(state with { LastRestartAt = now.Utc }, spec, now, by is null ? $"started again after it {state.Reason}" : $"started by {by}", before);

    /// <summary>Starts the next attempt as soon as nothing of the last one is left.</summary>
    private static Transition Hasten(ProcessState state, ProcessSpec spec, Now now, string by)
    {
        var fresh = Wanted(state) with { Failures = 0, Pause = new(now.Utc, IsOver: true) };
        return state.Run is null ? BeginAgain(fresh, spec, now, by) : Keep(fresh);
    }

    /// <summary>Waits for the current dependencies. This is a new attempt: events of earlier dependencies are ignored.</summary>
    private static Transition WaitAgain(ProcessState state, ProcessSpec spec) => new(
        state with { Generation = state.Generation + 1, Blocked = null, Reason = Waits(spec) }, [new AwaitDependencies(state.Generation + 1)]);

    private static string Waits(ProcessSpec spec) => $"waits for what it depends on ({string.Join(", ", spec.DependsOn.Select(dependency => dependency.Id))})";

    private static Transition LaunchNow(ProcessState state, ProcessSpec spec, Now now, params IReadOnlyList<MachineEffect> before) => spec.PreStart is null
        ? new(Enter(state, Phase.Launching, now, state.Origin), [.. before, new MachineEffect.Launch(state.Generation)])
        : new(Enter(state, Phase.Launching, now, Prepares) with { Preparation = new() }, [.. before, new MachineEffect.Prepare(state.Generation)]);

    /// <summary>The attempt is called off, and another one is made when nothing of it is left.</summary>
    private static ProcessState PreparedAgain(ProcessState state, string by) =>
        state with { CalledOff = null, Preparation = new(by), Reason = $"its preStart is being ended; then it is started by {by}" };

    /// <summary>Handles the end of the preStart command: the program is launched, unless something else has happened.</summary>
    private static Transition Prepare(ProcessState state, Prepared prepared, ProcessSpec spec, Now now) => state switch
    {
        _ when prepared.Survivors.Count > 0 => Unsettle(state, now, $"its preStart {Survived(prepared.Survivors)}"),
        { CalledOff: { } calledOff } => Rest(state, Phase.Stopped, now, calledOff),
        { Preparation.Again: { } by } => Begin(state, spec, now, $"started by {by}"),
        _ when prepared.Failure is { } failure => FailLaunch(state, new(prepared.Generation, failure, prepared.Fault, prepared.Output), spec, now),
        _ => new(state with { Preparation = null, Reason = state.Origin }, new MachineEffect.Launch(state.Generation)),
    };

    private static Transition Launch(ProcessState state, Launched launched, ProcessSpec spec, Now now)
    {
        var running = Enter(state, Phase.Running, now, state.Origin) with
        {
            Run = new Run { Identity = launched.Identity, StartedAt = now.Utc, Since = now.Elapsed, OutputBegin = launched.Output ?? [] },
        };
        return state.CalledOff is { } why
            ? End(running, now, "being stopped", AfterStop.Stopped, why, EndCause.Wish, new Watch(state.Generation), new WritePidFile())
            : Probe(running, spec, now, new Watch(state.Generation), new WritePidFile(), new SetLastedTimer(state.Generation, spec.Restart.ResetAfter));
    }

    private static Transition Adopt(ProcessState state, Adopted adopted, ProcessSpec spec, Now now)
    {
        var generation = state.Generation + 1;
        var left = spec.Restart.ResetAfter - adopted.Age;
        const string reason = "reconnected: it was running already";
        var running = Enter(Wanted(state), Phase.Running, now, reason) with
        {
            Generation = generation, IsAdopted = true, Origin = reason,
            Run = new Run { Identity = adopted.Identity, StartedAt = adopted.StartedAt, Since = now.Elapsed - adopted.Age, OutputBegin = adopted.Output ?? [] },
        };
        return Probe(
            running, spec, now, new Watch(generation), new WritePidFile(),
            new SetLastedTimer(generation, left > TimeSpan.Zero ? left : TimeSpan.Zero));
    }

    private static Transition SuperviseAnew(ProcessState state, ProcessSpec spec, Now now) => Probe(
        state with { Failures = 0, Run = state.Run! with { AboveMemory = 0, Excess = null }, Reason = state.Origin }, spec, now, new StopProbing());

    private static Transition Probe(ProcessState state, ProcessSpec spec, Now now, params IReadOnlyList<MachineEffect> before) =>
        spec.HealthCheck is null
            ? new(WithHealth(state, HealthRecord.None), before)
            : new(WithHealth(state, HealthRecord.Unknown), [.. before, new StartProbing(state.Generation, state.Age(now))]);

    private static ProcessState WithHealth(ProcessState state, HealthRecord health) => state.Run is null ? state : state with { Run = state.Run with { Health = health } };
}
