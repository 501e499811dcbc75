using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Entries;

/// <summary><c>processes.yaml</c> as it was written.</summary>
internal sealed record ProcessFileEntry
{
    public IReadOnlyList<ProcessEntry> Processes { get; init; } = [];

    public SettingsEntry Settings { get; init; } = new();
}

/// <summary>One of <c>processes</c> as it was written.</summary>
internal sealed record ProcessEntry
{
    public required string Id { get; init; }

    /// <summary>Where its key is.</summary>
    public required Place Place { get; init; }

    public Written<string>? Name { get; init; }

    public Written<string>? Description { get; init; }

    public Written<bool>? Enabled { get; init; }

    public Written<string>? Command { get; init; }

    /// <summary>Whether a command was written, be it wrong: it is then not missing too.</summary>
    public bool HasCommand { get; init; }

    public Written<IReadOnlyList<Written<string>>>? Args { get; init; }

    public Written<string>? Cwd { get; init; }

    public IReadOnlyList<NamedText>? Env { get; init; }

    public required RestartEntry Restart { get; init; }

    public Written<string>? StopSignal { get; init; }

    public Written<TimeSpan>? StopTimeout { get; init; }

    public Written<string>? PidFile { get; init; }

    public Written<string>? PidDir { get; init; }

    public Written<bool>? CleanupPidOnExit { get; init; }

    public Written<bool>? Separate { get; init; }

    /// <summary>Its own <c>healthCheck</c>; null when it has no such key.</summary>
    public HealthCheckEntry? HealthCheck { get; init; }

    public Written<long>? MaxMemory { get; init; }

    public Written<IReadOnlyList<Written<string>>>? DependsOn { get; init; }

    /// <summary>Its <c>schedule</c>; null when it has no such key.</summary>
    public ScheduleEntry? Schedule { get; init; }
}

/// <summary>The restart keys of a process, or <c>settings.defaultRestart</c>.</summary>
internal sealed record RestartEntry
{
    public Written<bool>? OnExit { get; init; }

    public Written<TimeSpan>? Delay { get; init; }

    public Written<int>? Max { get; init; }

    public Written<RestartBackoff>? Backoff { get; init; }

    public Written<TimeSpan>? MaxDelay { get; init; }

    public Written<TimeSpan>? ResetAfter { get; init; }
}

/// <summary><c>healthCheck</c> of a process, or <c>settings.defaultHealthCheck</c>.</summary>
internal sealed record HealthCheckEntry
{
    public required Place Place { get; init; }

    public Written<bool>? Enabled { get; init; }

    public Written<string>? Path { get; init; }

    public Written<TimeSpan>? Interval { get; init; }

    public Written<TimeSpan>? Timeout { get; init; }

    public Written<int>? Retries { get; init; }

    public Written<TimeSpan>? StartPeriod { get; init; }

    public Written<UnhealthyAction>? OnUnhealthy { get; init; }
}
