namespace ProcessProxy.Supervision.Machine;

/// <summary>Something the machine wants done. A runner does it and reports what came of it as an event.</summary>
internal abstract record MachineEffect
{
    private MachineEffect()
    {
    }

    /// <summary>Tell whoever gave the command that it is not carried out.</summary>
    /// <param name="Why">Why a dependency is against it, as the rest of a sentence about the process.</param>
    public sealed record Refuse(string Why) : MachineEffect;

    /// <summary>Look again for what an earlier run left behind, and report what was found before anything else.</summary>
    public sealed record LookAgain : MachineEffect;

    /// <summary>Report when everything the process depends on is ready.</summary>
    public sealed record AwaitDependencies(long Generation) : MachineEffect;

    /// <summary>Run the preStart and report when it is over.</summary>
    public sealed record Prepare(long Generation) : MachineEffect;

    /// <summary>End the preStart, which is then over.</summary>
    public sealed record CallOff : MachineEffect;

    /// <summary>Launch the program.</summary>
    public sealed record Launch(long Generation) : MachineEffect;

    /// <summary>Report when the program has ended.</summary>
    public sealed record Watch(long Generation) : MachineEffect;

    /// <summary>End the tree and report when that is done.</summary>
    public sealed record EndTree(long Generation, bool Thorough) : MachineEffect;

    /// <summary>Report after this time that the next attempt is due.</summary>
    public sealed record SetRestartTimer(long Generation, TimeSpan Delay) : MachineEffect;

    /// <summary>Report after this time that the run has lasted.</summary>
    public sealed record SetLastedTimer(long Generation, TimeSpan Delay) : MachineEffect;

    /// <summary>Report after this time that the clock is to be looked at; null to report no more.</summary>
    public sealed record SetClockTimer(TimeSpan? Delay) : MachineEffect;

    /// <summary>Report after this time that the run has lasted as long as it may.</summary>
    public sealed record SetOverrunTimer(long Generation, TimeSpan Delay) : MachineEffect;

    /// <summary>Begin to probe the run.</summary>
    public sealed record StartProbing(long Generation, TimeSpan Age) : MachineEffect;

    /// <summary>Probe no more.</summary>
    public sealed record StopProbing : MachineEffect;

    /// <summary>Write the PID file.</summary>
    public sealed record WritePidFile : MachineEffect;

    /// <summary>Remove the PID file.</summary>
    public sealed record RemovePidFile : MachineEffect;

    /// <summary>Let go of the program: its tree has ended.</summary>
    public sealed record Release : MachineEffect;
}

/// <summary>What an event leads to.</summary>
/// <param name="State">The new state.</param>
/// <param name="Effects">What is to be done, in this order, after the state is kept.</param>
internal readonly record struct Transition(ProcessState State, params IReadOnlyList<MachineEffect> Effects);
