using ProcessProxy.Configuration;
using ProcessProxy.Logs;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Supervision.Machine;

/// <summary>Records how the last runs ended, the latest first.</summary>
internal static class ExitHistory
{
    /// <summary>The number of records.</summary>
    public const int Longest = 5;

    private const string Kill = "SIGKILL";

    /// <summary>Returns the state after the program has exited.</summary>
    public static ProcessState Exited(ProcessState state, MachineEvent.Exited exited, ProcessSpec spec, Now now)
    {
        var asked = state.HasExited ? null : state.Ending?.Request;
        var isForHealth = asked is { Cause: EndCause.Health };
        return Add(state, exited.Exit, new ExitRecord
        {
            Asked = asked?.Why,
            KilledAfter = asked is not null && exited.Exit.Signal == Kill && spec.Stop.Signal != Kill ? now.Elapsed - asked.At : null,
            Lasted = state.Age(now),
            Memory = asked is null ? exited.Memory : MemoryKill.None,
            Probe = isForHealth ? state.Health.Last : null,
            WasNeverHealthy = isForHealth && !state.Health.HasSucceeded,
            IsOverLimit = asked is { Cause: EndCause.Memory },
            Output = exited.Output,
        });
    }

    /// <summary>Returns the state after recovery found that the program had exited while no server watched.</summary>
    public static ProcessState FoundDead(ProcessState state, ProcessExit exit, RunOutput? output) =>
        Add(state, exit, new ExitRecord { IsUnobserved = true, Output = output });

    /// <summary>Returns the state after a tree that was asked to end has ended: its other processes may have taken longer than the program.</summary>
    public static ProcessState TreeEnded(ProcessState state, ProcessSpec spec, Now now) =>
        state.Ending?.Request is { } asked && state.Exits is [{ Asked: not null, KilledAfter: null } last, ..]
            && now.Elapsed - asked.At is var took && took >= spec.Stop.Timeout && spec.Stop.Signal != Kill
            ? state with { Exits = [last with { KilledAfter = took }, .. state.Exits.Skip(1)] }
            : state;

    private static ProcessState Add(ProcessState state, ProcessExit exit, ExitRecord record) => state with
    {
        Run = state.Run! with { HasExited = true },
        LastExit = exit,
        Exits = [record with { At = exit.At, Code = exit.Code, Signal = exit.Signal }, .. state.Exits.Take(Longest - 1)],
    };
}
