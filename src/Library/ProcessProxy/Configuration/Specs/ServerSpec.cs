using System.Net;

namespace ProcessProxy.Configuration;

/// <summary>Holds what the configuration files say together, complete and checked.</summary>
public sealed record ServerSpec
{
    /// <summary>Gets the absolute path of <c>proxy.yaml</c>.</summary>
    public required string ConfigFile { get; init; }

    /// <summary>Gets the folder that relative paths start from.</summary>
    public required string ProjectDirectory { get; init; }

    /// <summary>Gets where the proxy listens.</summary>
    public ListenSpec Listen { get; init; } = new();

    /// <summary>Gets where the management API listens, and who may call.</summary>
    public ManagementSpec Management { get; init; } = new();

    /// <summary>Gets where certificates come from.</summary>
    public TlsSpec Tls { get; init; } = new();

    /// <summary>Gets whose word about the client is taken: the addresses of proxies in front of this one.</summary>
    /// <value>None.</value>
    public ValueList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>Gets where a line for each request is written; null for nowhere.</summary>
    /// <value>Null.</value>
    public AccessLogSpec? AccessLog { get; init; }

    /// <summary>Gets what happens when the files change.</summary>
    /// <value><see cref="ReloadMode.Auto"/>.</value>
    public ReloadMode Reload { get; init; } = ReloadMode.Auto;

    /// <summary>Gets the routes, in the order of the file.</summary>
    /// <value>None.</value>
    public ValueList<RouteSpec> Routes { get; init; } = [];

    /// <summary>Gets the processes and what concerns them all.</summary>
    public required ProcessesSpec Processes { get; init; }

    /// <summary>Where all of this is written.</summary>
    internal ConfigurationSources Sources { get; init; } = ConfigurationSources.None;

    /// <summary>The file that <c>processes</c> and <c>settings</c> stand in, while it is being read; null for <see cref="ConfigFile"/> itself.</summary>
    internal string? ProcessFile { get; init; }
}

/// <summary>Decides where the proxy listens.</summary>
public sealed record ListenSpec
{
    /// <summary>Gets an address, <c>localhost</c>, or <c>*</c> for all.</summary>
    /// <value><c>*</c>.</value>
    public string Host { get; init; } = "*";

    /// <summary>Gets the port for HTTP; 0 takes a free one.</summary>
    /// <value>8080.</value>
    public int Port { get; init; } = 8080;

    /// <summary>Gets the port for HTTPS, 0 for a free one; null when nothing is served over HTTPS.</summary>
    /// <value>Null.</value>
    public int? HttpsPort { get; init; }

    /// <summary>Gets the port for HTTPS as clients see it when another one is forwarded to <see cref="HttpsPort"/>; null when nobody has said.</summary>
    /// <value>Null.</value>
    public int? PublicHttpsPort { get; init; }
}

/// <summary>Decides where the management API listens, and who may call.</summary>
public sealed record ManagementSpec
{
    /// <summary>Gets an address or <c>localhost</c>; null to listen on no port at all.</summary>
    /// <value><c>127.0.0.1</c>.</value>
    public string? Host { get; init; } = "127.0.0.1";

    /// <summary>Gets the port; 0 takes a free one.</summary>
    /// <value>4481.</value>
    public int Port { get; init; } = 4481;

    /// <summary>Gets what callers over TCP must show; null when the listener is on loopback.</summary>
    /// <value>Null.</value>
    public string? ApiKey { get; init; }

    /// <summary>Gets whether the port was chosen by somebody: then no other one stands in for it when it is taken.</summary>
    /// <value>False.</value>
    public bool IsPortChosen { get; init; }

    /// <summary>Gets the absolute path of the file that the key was read from; null when it was not read from one.</summary>
    /// <value>Null.</value>
    public string? ApiKeyFile { get; init; }

    /// <summary>Gets the absolute path of the Unix socket, or the name of the pipe on Windows (<c>\\.\pipe\NAME</c>); null for none.</summary>
    /// <value>Null.</value>
    public string? Socket { get; init; }

    /// <summary>Gets the group, by name or number, whose members may command as well; null for none.</summary>
    /// <value>Null.</value>
    public string? Group { get; init; }
}

/// <summary>Decides where a line for each request is written.</summary>
public sealed record AccessLogSpec
{
    /// <summary>Gets the path of the file; null for the standard output.</summary>
    /// <value><c>logs/access.log</c> in the project directory.</value>
    public string? File { get; init; } = "logs/access.log";

    /// <summary>Gets the size in bytes above which the file is rotated.</summary>
    /// <value>50 MB.</value>
    public long MaxSize { get; init; } = 50L << 20;

    /// <summary>Gets how many files are kept, the current one included.</summary>
    /// <value>5.</value>
    public int MaxFiles { get; init; } = 5;
}
