namespace ProcessProxy;

/// <summary>The status of a server.</summary>
public sealed record ServerStatus
{
    /// <summary>Gets <c>running</c>, or <c>stopping</c> while the server stops.</summary>
    public required string Status { get; init; }

    /// <summary>Gets the version of the server.</summary>
    public required string Version { get; init; }

    /// <summary>Gets the process ID of the server.</summary>
    public int Pid { get; init; }

    /// <summary>Gets how long the server has been running.</summary>
    public TimeSpan Uptime { get; init; }

    /// <summary>Gets the time the server was started, in UTC.</summary>
    public DateTimeOffset StartTime { get; init; }

    /// <summary>Gets the project directory, which relative paths in the configuration are relative to.</summary>
    public required string ProjectDirectory { get; init; }

    /// <summary>Gets the addresses the server listens on.</summary>
    public ServerEndpoints Endpoints { get; init => field = value ?? new(null, null, null); } = new(null, null, null);

    /// <summary>Gets whether the configuration files match the current configuration.</summary>
    public ConfigurationStatus? Configuration { get; init; }

    /// <summary>Gets the routes of the proxy.</summary>
    public IReadOnlyList<RouteInfo> Routes { get; init => field = value ?? []; } = [];

    /// <summary>Gets the number of processes in each state.</summary>
    public ProcessCounts Processes { get; init => field = value ?? new(0, 0, 0, 0); } = new(0, 0, 0, 0);

    /// <summary>Returns the status and the pid.</summary>
    public override string ToString() => $"{Status} (pid {Pid})";
}

/// <summary>The addresses a server listens on, with the actual port if the configuration contains 0.</summary>
/// <param name="Http">The proxy over HTTP.</param>
/// <param name="Https">The proxy over HTTPS, or null.</param>
/// <param name="Management">The management API over TCP, or null.</param>
public sealed record ServerEndpoints(string? Http, string? Https, string? Management)
{
    /// <summary>Gets the Unix socket of the management API, or the named pipe on Windows; null if there is none.</summary>
    public string? Socket { get; init; }

    /// <summary>Returns the addresses.</summary>
    public override string ToString() => string.Join(", ", new[] { Http, Https, Management, Socket }.Where(address => address is not null));
}

/// <summary>One route of the proxy.</summary>
/// <param name="Domain">The host it serves, or null for any.</param>
/// <param name="Path">The path it serves, with everything below.</param>
/// <param name="Type"><c>proxy</c>, <c>static</c> or <c>redirect</c>.</param>
/// <param name="Target">Where requests go: the first target, the folder of files, or where clients are sent.</param>
/// <param name="Ssl">Whether it is served over HTTPS only.</param>
/// <param name="Process">The id of the process behind it, or null.</param>
public sealed record RouteInfo(string? Domain, string Path, string Type, string? Target, bool Ssl, string? Process)
{
    /// <summary>Returns the host, the path and the target.</summary>
    public override string ToString() => Target is null ? $"{Domain}{Path}" : $"{Domain}{Path} -> {Target}";
}

/// <summary>The number of processes in each state.</summary>
/// <param name="Total">All configured ones.</param>
/// <param name="Running">Those that run.</param>
/// <param name="Healthy">Those whose health check is good.</param>
/// <param name="Failed">Those that were given up.</param>
public sealed record ProcessCounts(int Total, int Running, int Healthy, int Failed)
{
    /// <summary>Returns the counts as text.</summary>
    public override string ToString() => $"{Total} in all, {Running} running, {Healthy} healthy, {Failed} failed";
}
