namespace ProcessProxy.PowerShell.Bridge;

/// <summary>A process that no file names. What is null has the default of the configuration files.</summary>
public sealed record ProcessDefinition
{
    /// <summary>The id of the process.</summary>
    public required string Name { get; init; }

    /// <summary>The program.</summary>
    public required string FilePath { get; init; }

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The absolute path of its working directory.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Its own environment variables.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether it is started again when it ends.</summary>
    public bool? RestartOnExit { get; init; }

    /// <summary>The pause before.</summary>
    public TimeSpan? RestartDelay { get; init; }

    /// <summary>How many restarts in a row are made.</summary>
    public int? MaxRestarts { get; init; }

    /// <summary>How long it may take to end before it is killed.</summary>
    public TimeSpan? StopTimeout { get; init; }

    /// <summary>What is asked whether it works; null for no health check.</summary>
    public Uri? HealthCheckUri { get; init; }

    /// <summary>The pause between two probes.</summary>
    public TimeSpan? HealthCheckInterval { get; init; }
}
