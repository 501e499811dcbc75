using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Machine;

namespace ProcessProxy.Supervision.Diagnosis;

/// <summary>The facts for a diagnosis, at one moment.</summary>
internal sealed record DiagnosisFacts
{
    public required ProcessSpec Spec { get; init; }

    public required ProcessState State { get; init; }

    public required Now Now { get; init; }

    /// <summary>The exits of the last runs, the latest first.</summary>
    public IReadOnlyList<ExitFact> Exits { get; init; } = [];

    /// <summary>Gets the last lines of the output, oldest first, of a process that could not be launched.</summary>
    public IReadOnlyList<string> LaunchLines { get; init; } = [];

    /// <summary>The port of the process, or null if none is configured.</summary>
    public PortFact? Port { get; init; }

    /// <summary>The chain of dependencies it waits for: the first, the one that this one waits for, and so on.</summary>
    public IReadOnlyList<BlockingDependency> Chain { get; init; } = [];

    /// <summary>The other dependencies it waits for.</summary>
    public IReadOnlyList<BlockingDependency> OtherBlockers { get; init; } = [];

    /// <summary>The places where the configuration is written.</summary>
    public ConfigurationSources Sources { get; init; } = ConfigurationSources.None;

    public string Id => Spec.Id;

    /// <summary>The last launch that failed, if nothing followed it.</summary>
    public LaunchError? LaunchError => State.LaunchError is { } error && error.Generation == State.Generation ? error : null;

    /// <summary>The failed launch just before the one in progress.</summary>
    public LaunchError? FailedBefore =>
        State is { Phase: Phase.Launching, LaunchError: { } error } && error.Generation == State.Generation - 1 ? error : null;

    /// <summary>Whether no restart is left.</summary>
    public bool IsSpent => State.Phase == Phase.Failed && Spec.Restart.OnExit != RestartCondition.Never && RestartPolicy.IsSpent(Spec.Restart, State.Failures);
}

/// <summary>The end of a run.</summary>
/// <param name="Record">The record.</param>
/// <param name="Lines">The last lines it wrote, oldest first.</param>
internal sealed record ExitFact(ExitRecord Record, IReadOnlyList<string> Lines);

/// <summary>The port of a process.</summary>
/// <param name="Number">The port.</param>
/// <param name="Key">The names of the key that sets the port, from the outermost.</param>
/// <param name="IsKnown">Whether it is possible to find out who listens on the port.</param>
/// <param name="Owner">The process that listens on the port, or null.</param>
/// <param name="IsOwn">Whether the owner is the process itself, or something it started.</param>
internal sealed record PortFact(int Number, IReadOnlyList<string> Key, bool IsKnown, PortOwner? Owner, bool IsOwn)
{
    /// <summary>The variable in which the program was given the port; null if it was not.</summary>
    public string? Variable { get; init; }

    /// <summary>The ports that the program listens on, if it is not the one that it was given.</summary>
    public IReadOnlyList<int> Others { get; init; } = [];

    /// <summary>The owner, if it is not the process itself.</summary>
    public PortOwner? Stranger => IsOwn ? null : Owner;

    /// <summary>A description of the owner.</summary>
    public string StrangerInWords => Owner switch
    {
        { ProcessId: { } id, Pid: { } pid } => $"the process {id} (pid {pid})",
        { Command: { } command, Pid: { } pid } => $"{command} (pid {pid})",
        { Pid: { } pid } => $"pid {pid}",
        { Command: { } unseen } => unseen,
        _ => "a program of another user",
    };
}
