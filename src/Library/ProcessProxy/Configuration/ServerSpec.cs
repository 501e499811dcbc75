using System.Net;

namespace ProcessProxy.Configuration;

/// <summary>What <c>proxy.yaml</c> and the process file it names say together, complete and checked.</summary>
public sealed record ServerSpec
{
    /// <summary>The absolute path of <c>proxy.yaml</c>.</summary>
    public required string ConfigFile { get; init; }

    /// <summary>The folder that relative paths start from.</summary>
    public required string ProjectDirectory { get; init; }

    /// <summary>Where the proxy listens.</summary>
    public required ListenSpec Listen { get; init; }

    /// <summary>Where the management API listens.</summary>
    public required ManagementSpec Management { get; init; }

    /// <summary>Where certificates come from.</summary>
    public required TlsSpec Tls { get; init; }

    /// <summary>Whose word about the client is taken: the addresses of proxies in front of this one.</summary>
    public ValueList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>Where a line for each request is written; null for nowhere.</summary>
    public AccessLogSpec? AccessLog { get; init; }

    /// <summary>What happens when the files change.</summary>
    public ReloadMode Reload { get; init; }

    /// <summary>The routes, in the order of the file.</summary>
    public ValueList<RouteSpec> Routes { get; init; } = [];

    /// <summary>Where all of this is written.</summary>
    internal ConfigurationSources Sources { get; init; } = ConfigurationSources.None;

    /// <summary>The processes and what concerns them all; without any when no process file is named.</summary>
    public required ProcessesSpec Processes { get; init; }
}

/// <summary>Where the proxy listens.</summary>
/// <param name="Host">An address, <c>localhost</c>, or <c>*</c> for all.</param>
/// <param name="Port">The port for HTTP; 0 takes a free one.</param>
/// <param name="HttpsPort">The port for HTTPS, 0 for a free one; null when nothing is served over HTTPS.</param>
public sealed record ListenSpec(string Host, int Port, int? HttpsPort)
{
    /// <summary>The port for HTTPS as clients see it when another one is forwarded to <see cref="HttpsPort"/>; null when nobody has said.</summary>
    public int? PublicHttpsPort { get; init; }
}

/// <summary>Where the management API listens, and who may call.</summary>
/// <param name="Host">An address or <c>localhost</c>; null to listen on no port at all.</param>
/// <param name="Port">The port; 0 takes a free one.</param>
/// <param name="ApiKey">What callers over TCP must show, or null when the listener is on loopback.</param>
public sealed record ManagementSpec(string? Host, int Port, string? ApiKey)
{
    /// <summary>Whether the port was chosen by somebody: then no other one does when it is taken.</summary>
    public bool IsPortChosen { get; init; }

    /// <summary>The absolute path of the file that the key was read from; null when it was not read from one.</summary>
    public string? ApiKeyFile { get; init; }

    /// <summary>The absolute path of the Unix socket, or the name of the pipe on Windows (<c>\\.\pipe\NAME</c>); null for none.</summary>
    public string? Socket { get; init; }

    /// <summary>The group, by name or number, whose members may command as well; null for none.</summary>
    public string? Group { get; init; }
}

/// <summary>Where a line for each request is written.</summary>
/// <param name="File">An absolute path; null for the standard output.</param>
/// <param name="MaxSize">The size in bytes at which a file is rotated.</param>
/// <param name="MaxFiles">How many files are kept, the current one included.</param>
public sealed record AccessLogSpec(string? File, long MaxSize, int MaxFiles);

/// <summary>The processes and what concerns them all.</summary>
public sealed record ProcessesSpec
{
    /// <summary>The processes, in the order of the file.</summary>
    public ValueList<ProcessSpec> All { get; init; } = [];

    /// <summary>The absolute path of the folder that holds the state of all of them and the server's lock.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>Whether the processes are left running when the server ends (<c>settings.onExit: detach</c>).</summary>
    public bool DetachOnExit { get; init; }

    /// <summary>Whether each probe is written to the server's own log.</summary>
    public bool LogHealthChecks { get; init; }

    /// <summary>Whether each restart is written to the server's own log.</summary>
    public bool LogRestarts { get; init; } = true;
}
