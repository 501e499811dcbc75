namespace ProcessProxy.Supervision.Machine;

/// <summary>An action that the machine requests. A runner executes it and reports the result as an event.</summary>
internal abstract record MachineEffect
{
    private MachineEffect()
    {
    }

    /// <summary>Tell the caller that the command is refused.</summary>
    /// <param name="Why">How a dependency prevents it, as the rest of a sentence about the process.</param>
    public sealed record Refuse(string Why) : MachineEffect;

    /// <summary>Look again for what an earlier run left behind, and report the result before anything else.</summary>
    public sealed record LookAgain : MachineEffect;

    /// <summary>Report when all dependencies are ready.</summary>
    public sealed record AwaitDependencies(long Generation) : MachineEffect;

    /// <summary>Run the preStart command and report when it has ended.</summary>
    public sealed record Prepare(long Generation) : MachineEffect;

    /// <summary>End the preStart command.</summary>
    public sealed record CallOff : MachineEffect;

    /// <summary>Launch the program.</summary>
    public sealed record Launch(long Generation) : MachineEffect;

    /// <summary>Report when the program has exited.</summary>
    public sealed record Watch(long Generation) : MachineEffect;

    /// <summary>End the tree and report when it has ended.</summary>
    public sealed record EndTree(long Generation, bool Thorough) : MachineEffect;

    /// <summary>Report after this time that the next attempt is due.</summary>
    public sealed record SetRestartTimer(long Generation, TimeSpan Delay) : MachineEffect;

    /// <summary>Report after this time that the run has lasted long enough.</summary>
    public sealed record SetLastedTimer(long Generation, TimeSpan Delay) : MachineEffect;

    /// <summary>Report after this time that the clock must be checked; null to stop reporting.</summary>
    public sealed record SetClockTimer(TimeSpan? Delay) : MachineEffect;

    /// <summary>Report after this time that the run has reached its time limit.</summary>
    public sealed record SetOverrunTimer(long Generation, TimeSpan Delay) : MachineEffect;

    /// <summary>Start probing the run.</summary>
    public sealed record StartProbing(long Generation, TimeSpan Age) : MachineEffect;

    /// <summary>Stop probing.</summary>
    public sealed record StopProbing : MachineEffect;

    /// <summary>Ask for a new program that takes over from this one without an interruption.</summary>
    /// <param name="Why">The reason, in words.</param>
    public sealed record AskForReplacement(string Why) : MachineEffect;

    /// <summary>Write the PID file.</summary>
    public sealed record WritePidFile : MachineEffect;

    /// <summary>Remove the PID file.</summary>
    public sealed record RemovePidFile : MachineEffect;

    /// <summary>Release the program: its tree has ended.</summary>
    public sealed record Release : MachineEffect;
}

/// <summary>The result of an event.</summary>
/// <param name="State">The new state.</param>
/// <param name="Effects">The actions, in this order, after the state is saved.</param>
internal readonly record struct Transition(ProcessState State, params IReadOnlyList<MachineEffect> Effects);
