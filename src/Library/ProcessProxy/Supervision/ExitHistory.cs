using ProcessProxy.Configuration;
using ProcessProxy.Logs;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Supervision;

/// <summary>Keeps how the last runs ended, the latest first.</summary>
internal static class ExitHistory
{
    /// <summary>As many are kept.</summary>
    public const int Longest = 5;

    private const string Kill = "SIGKILL";

    /// <summary>The state after the program has ended.</summary>
    public static ProcessState Exited(ProcessState state, MachineEvent.Exited exited, ProcessSpec spec, Now now)
    {
        var asked = state.Phase == Phase.Stopping && !state.HasExited;
        return Add(state, exited.Exit, new ExitRecord
        {
            Asked = asked ? state.EndReason : null,
            KilledAfter = asked && exited.Exit.Signal == Kill && spec.Stop.Signal != Kill ? now.Elapsed - state.EndingSince : null,
            Lasted = now.Elapsed - state.RunningSince,
            Memory = asked ? MemoryKill.None : exited.Memory,
            Probe = asked && state.IsEndedForHealth ? state.Health.Last : null,
            WasNeverHealthy = asked && state is { IsEndedForHealth: true, Health.HasSucceeded: false },
            IsOverLimit = asked && state.IsEndedForMemory,
            Output = exited.Output,
        });
    }

    /// <summary>The state after it was found that the program had ended while no server watched.</summary>
    public static ProcessState FoundDead(ProcessState state, ProcessExit exit, RunOutput? output) =>
        Add(state, exit, new ExitRecord { IsUnobserved = true, Output = output });

    /// <summary>The state after a tree that was asked to end has ended: what outlived the program may have taken longer than it.</summary>
    public static ProcessState TreeEnded(ProcessState state, ProcessSpec spec, Now now)
    {
        var took = now.Elapsed - state.EndingSince;
        return state.Exits is [{ Asked: not null, KilledAfter: null } last, ..] && took >= spec.Stop.Timeout && spec.Stop.Signal != Kill
            ? state with { Exits = [last with { KilledAfter = took }, .. state.Exits.Skip(1)] }
            : state;
    }

    private static ProcessState Add(ProcessState state, ProcessExit exit, ExitRecord record) => state with
    {
        HasExited = true,
        LastExit = exit,
        Exits = [record with { At = exit.At, Code = exit.Code, Signal = exit.Signal }, .. state.Exits.Take(Longest - 1)],
    };
}
