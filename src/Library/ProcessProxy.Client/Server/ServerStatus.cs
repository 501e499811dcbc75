namespace ProcessProxy;

/// <summary>How a server is doing.</summary>
public sealed record ServerStatus
{
    /// <summary><c>running</c>, or <c>stopping</c> while the server shuts down.</summary>
    public required string Status { get; init; }

    /// <summary>The version of the server.</summary>
    public required string Version { get; init; }

    /// <summary>The process id of the server.</summary>
    public int Pid { get; init; }

    /// <summary>How long it has been running.</summary>
    public TimeSpan Uptime { get; init; }

    /// <summary>When it was started, in UTC.</summary>
    public DateTimeOffset StartTime { get; init; }

    /// <summary>The folder that relative paths of the configuration start from.</summary>
    public required string ProjectDirectory { get; init; }

    /// <summary>Where it listens.</summary>
    public ServerEndpoints Endpoints { get; init => field = value ?? new(null, null, null); } = new(null, null, null);

    /// <summary>Whether what runs is what the configuration files say.</summary>
    public ConfigurationStatus? Configuration { get; init; }

    /// <summary>The routes of its proxy.</summary>
    public IReadOnlyList<RouteInfo> Routes { get; init => field = value ?? []; } = [];

    /// <summary>Its processes, counted.</summary>
    public ProcessCounts Processes { get; init => field = value ?? new(0, 0, 0, 0); } = new(0, 0, 0, 0);

    /// <summary>What it does, and its pid.</summary>
    public override string ToString() => $"{Status} (pid {Pid})";
}

/// <summary>The addresses a server listens at, with the real port where the configuration says 0.</summary>
/// <param name="Http">The proxy over HTTP.</param>
/// <param name="Https">The proxy over HTTPS, or null.</param>
/// <param name="Management">The management API over TCP, or null.</param>
public sealed record ServerEndpoints(string? Http, string? Https, string? Management)
{
    /// <summary>The management API's Unix socket, or named pipe on Windows; null when there is none.</summary>
    public string? Socket { get; init; }

    /// <summary>The addresses that there are.</summary>
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
    /// <summary>The host, the path and the target.</summary>
    public override string ToString() => Target is null ? $"{Domain}{Path}" : $"{Domain}{Path} -> {Target}";
}

/// <summary>Processes, counted.</summary>
/// <param name="Total">All configured ones.</param>
/// <param name="Running">Those that run.</param>
/// <param name="Healthy">Those whose health check is good.</param>
/// <param name="Failed">Those that were given up.</param>
public sealed record ProcessCounts(int Total, int Running, int Healthy, int Failed)
{
    /// <summary>The counts, in words.</summary>
    public override string ToString() => $"{Total} in all, {Running} running, {Healthy} healthy, {Failed} failed";
}
