namespace ProcessProxy.Configuration;

/// <summary>Specifies how a running program is replaced by a new one.</summary>
public enum ReplaceMode
{
    /// <summary>The running program is stopped, and then the new one is started; requests wait.</summary>
    StopFirst,

    /// <summary>The new program is started beside the running one, which is stopped when the new one can answer.</summary>
    Rolling,
}

/// <summary>Specifies what starts a process.</summary>
public enum StartMode
{
    /// <summary>The process starts with the server.</summary>
    Server,

    /// <summary>The first request starts the process.</summary>
    OnDemand,
}

/// <summary>How a running program is replaced by a new one.</summary>
public sealed record ReplaceSpec
{
    /// <summary>Gets whether the new program is started beside the running one.</summary>
    /// <value>The default is <see cref="ReplaceMode.StopFirst"/>, and <see cref="ReplaceMode.Rolling"/> for a process with <c>port: auto</c>.</value>
    public ReplaceMode Mode { get; init; }

    /// <summary>Gets the age at which a program without a port and without a health check counts as ready.</summary>
    /// <value>A duration. The default is 1 second.</value>
    public TimeSpan ReadyAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets how long a new program must go on to answer before it takes over.</summary>
    /// <value>A duration. The default is zero.</value>
    public TimeSpan StableFor { get; init; }

    /// <summary>Gets the time that the old program has to answer the requests in progress.</summary>
    /// <value>A duration. The default is 30 seconds.</value>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets the time in which a new program must become ready.</summary>
    /// <value>A duration. The default is 60 seconds.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);
}
