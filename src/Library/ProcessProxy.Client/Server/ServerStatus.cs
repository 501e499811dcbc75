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
/// <param name="Http">The address of the proxy over HTTP.</param>
/// <param name="Https">The address of the proxy over HTTPS, or null.</param>
/// <param name="Management">The address of the management API over TCP, or null.</param>
public sealed record ServerEndpoints(string? Http, string? Https, string? Management)
{
    /// <summary>Gets the Unix socket of the management API, or the named pipe on Windows; null if there is none.</summary>
    public string? Socket { get; init; }

    /// <summary>Returns the addresses.</summary>
    public override string ToString() => string.Join(", ", new[] { Http, Https, Management, Socket }.Where(address => address is not null));
}

/// <summary>One route of the proxy.</summary>
/// <param name="Domain">The host that the route serves, or null for any.</param>
/// <param name="Path">The path that the route serves, including everything below it.</param>
/// <param name="Type"><c>proxy</c>, <c>static</c> or <c>redirect</c>.</param>
/// <param name="Target">The first target, the folder of files, or the destination of the redirect.</param>
/// <param name="Ssl">Whether the route is served over HTTPS only.</param>
/// <param name="Process">The ID of the process behind the route, or null.</param>
public sealed record RouteInfo(string? Domain, string Path, string Type, string? Target, bool Ssl, string? Process)
{
    /// <summary>Returns the host, the path and the target.</summary>
    public override string ToString() => Target is null ? $"{Domain}{Path}" : $"{Domain}{Path} -> {Target}";
}

/// <summary>The number of processes in each state.</summary>
/// <param name="Total">The number of configured processes.</param>
/// <param name="Running">The number of running processes.</param>
/// <param name="Healthy">The number of healthy processes.</param>
/// <param name="Failed">The number of processes that have failed.</param>
public sealed record ProcessCounts(int Total, int Running, int Healthy, int Failed)
{
    /// <summary>Returns the counts as text.</summary>
    public override string ToString() => $"{Total} in all, {Running} running, {Healthy} healthy, {Failed} failed";
}
