using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Machine;

namespace ProcessProxy.Supervision.Diagnosis;

/// <summary>Everything that a diagnosis is made of, at one moment.</summary>
internal sealed record DiagnosisFacts
{
    public required ProcessSpec Spec { get; init; }

    public required ProcessState State { get; init; }

    public required Now Now { get; init; }

    /// <summary>How the last runs ended, the latest first.</summary>
    public IReadOnlyList<ExitFact> Exits { get; init; } = [];

    /// <summary>What was written last, oldest first, while it could not be launched.</summary>
    public IReadOnlyList<string> LaunchLines { get; init; } = [];

    /// <summary>The port it wants; null when none is configured.</summary>
    public PortFact? Port { get; init; }

    /// <summary>What it waits for: the first, what that one waits for, and so on.</summary>
    public IReadOnlyList<BlockingDependency> Chain { get; init; } = [];

    /// <summary>What else it waits for.</summary>
    public IReadOnlyList<BlockingDependency> OtherBlockers { get; init; } = [];

    /// <summary>Where the configuration is written.</summary>
    public ConfigurationSources Sources { get; init; } = ConfigurationSources.None;

    public string Id => Spec.Id;

    /// <summary>The launch that did not succeed, when nothing came after it.</summary>
    public LaunchError? LaunchError => State.LaunchError is { } error && error.Generation == State.Generation ? error : null;

    /// <summary>Whether it ended so often that no restart is left.</summary>
    public bool IsSpent => State.Phase == Phase.Failed && Spec.Restart.OnExit != RestartCondition.Never && RestartPolicy.IsSpent(Spec.Restart, State.Failures);
}

/// <summary>How a run ended.</summary>
/// <param name="Record">What was recorded.</param>
/// <param name="Lines">What it wrote last, oldest first.</param>
internal sealed record ExitFact(ExitRecord Record, IReadOnlyList<string> Lines);

/// <summary>The port of a process.</summary>
/// <param name="Number">The port.</param>
/// <param name="Key">The names of the key that says so, from the outermost.</param>
/// <param name="IsKnown">Whether it can be told who listens there.</param>
/// <param name="Owner">Who does; null when nobody does.</param>
/// <param name="IsOwn">Whether that is the process itself, or something it started.</param>
internal sealed record PortFact(int Number, IReadOnlyList<string> Key, bool IsKnown, PortOwner? Owner, bool IsOwn)
{
    /// <summary>Somebody else who has the port.</summary>
    public PortOwner? Stranger => IsOwn ? null : Owner;

    /// <summary>Who that is, in words.</summary>
    public string StrangerInWords => Owner switch
    {
        { ProcessId: { } id, Pid: { } pid } => $"the process {id} (pid {pid})",
        { Command: { } command, Pid: { } pid } => $"{command} (pid {pid})",
        { Pid: { } pid } => $"pid {pid}",
        { Command: { } unseen } => unseen,
        _ => "a program of another user",
    };
}
