namespace ProcessProxy.Configuration.Entries;

/// <summary><c>settings</c> as it was written.</summary>
internal sealed record SettingsEntry
{
    public HealthCheckEntry? DefaultHealthCheck { get; init; }

    public RestartEntry DefaultRestart { get; init; } = new();

    public Written<string>? DefaultPidDir { get; init; }

    public Written<bool>? CleanupPidOnExit { get; init; }

    public Written<bool>? LogProcessOutput { get; init; }

    public Written<bool>? LogHealthChecks { get; init; }

    public Written<bool>? LogRestarts { get; init; }

    public Written<string>? LogDir { get; init; }

    public Written<long>? LogMaxSize { get; init; }

    public Written<int>? LogMaxFiles { get; init; }

    public Written<bool>? DetachOnExit { get; init; }
}
