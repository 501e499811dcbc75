using System.Net;

namespace ProcessProxy.Configuration;

/// <summary>The complete and validated configuration of a server.</summary>
public sealed record ServerSpec
{
    /// <summary>Gets the absolute path of <c>proxy.yaml</c>.</summary>
    /// <value>There is no default; the value is required.</value>
    public required string ConfigFile { get; init; }

    /// <summary>Gets the project directory, which relative paths are relative to.</summary>
    /// <value>There is no default; the value is required.</value>
    public required string ProjectDirectory { get; init; }

    /// <summary>Gets where the proxy listens.</summary>
    /// <value>The default is a <see cref="ListenSpec"/> with its own defaults.</value>
    public ListenSpec Listen { get; init; } = new();

    /// <summary>Gets where the management API listens, and who can call it.</summary>
    /// <value>The default is a <see cref="ManagementSpec"/> with its own defaults.</value>
    public ManagementSpec Management { get; init; } = new();

    /// <summary>Gets where certificates come from.</summary>
    /// <value>The default is a <see cref="TlsSpec"/> with its own defaults.</value>
    public TlsSpec Tls { get; init; } = new();

    /// <summary>Gets the addresses of the proxies in front of this one whose headers about the client are trusted.</summary>
    /// <value>The default is an empty list.</value>
    public ValueList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>Gets the access log; null for none.</summary>
    /// <value>The default is null.</value>
    public AccessLogSpec? AccessLog { get; init; }

    /// <summary>Gets what happens when the files change.</summary>
    /// <value>The default is <see cref="ReloadMode.Auto"/>.</value>
    public ReloadMode Reload { get; init; } = ReloadMode.Auto;

    /// <summary>Gets the routes, in the order of the file.</summary>
    /// <value>The default is an empty list.</value>
    public ValueList<RouteSpec> Routes { get; init; } = [];

    /// <summary>Gets the processes and their common settings.</summary>
    /// <value>There is no default; the value is required.</value>
    public required ProcessesSpec Processes { get; init; }

    /// <summary>Where all of this is written.</summary>
    internal ConfigurationSources Sources { get; init; } = ConfigurationSources.None;

    /// <summary>The file that <c>processes</c> and <c>settings</c> stand in, while it is being read; null for <see cref="ConfigFile"/> itself.</summary>
    internal string? ProcessFile { get; init; }
}

/// <summary>Specifies where the proxy listens.</summary>
public sealed record ListenSpec
{
    /// <summary>Gets an address, <c>localhost</c>, or <c>*</c> for all addresses.</summary>
    /// <value>The default is <c>*</c>.</value>
    public string Host { get; init; } = "*";

    /// <summary>Gets the HTTP port; 0 uses a free port.</summary>
    /// <value>The default is 8080.</value>
    public int Port { get; init; } = 8080;

    /// <summary>Gets the HTTPS port; 0 uses a free port, null disables HTTPS.</summary>
    /// <value>The default is null.</value>
    public int? HttpsPort { get; init; }

    /// <summary>Gets the HTTPS port that clients connect to, if it is forwarded to <see cref="HttpsPort"/>; null if it is not configured.</summary>
    /// <value>The default is null.</value>
    public int? PublicHttpsPort { get; init; }
}

/// <summary>Specifies where the management API listens, and who can call it.</summary>
public sealed record ManagementSpec
{
    /// <summary>Gets an address or <c>localhost</c>; null to open no port.</summary>
    /// <value>The default is <c>127.0.0.1</c>.</value>
    public string? Host { get; init; } = "127.0.0.1";

    /// <summary>Gets the port; 0 uses a free port.</summary>
    /// <value>The default is 4481.</value>
    public int Port { get; init; } = 4481;

    /// <summary>Gets the API key that callers over TCP must send; null for none, which requires loopback.</summary>
    /// <value>The default is null.</value>
    public string? ApiKey { get; init; }

    /// <summary>Gets whether the port is configured; if it is, no other port is used when it is in use.</summary>
    /// <value>The default is false.</value>
    public bool IsPortChosen { get; init; }

    /// <summary>Gets the absolute path of the file that contains the key; null for none.</summary>
    /// <value>The default is null.</value>
    public string? ApiKeyFile { get; init; }

    /// <summary>Gets the absolute path of the Unix socket, or the name of the pipe on Windows (<c>\\.\pipe\NAME</c>); null for none.</summary>
    /// <value>The default is null.</value>
    public string? Socket { get; init; }

    /// <summary>Gets the name or number of the group whose members also have access; null for none.</summary>
    /// <value>The default is null.</value>
    public string? Group { get; init; }
}

/// <summary>The access log, which has one line for each request.</summary>
public sealed record AccessLogSpec
{
    /// <summary>Gets the path of the file; null for standard output.</summary>
    /// <value>The default is <c>logs/access.log</c> in the project directory.</value>
    public string? File { get; init; } = "logs/access.log";

    /// <summary>Gets the size in bytes above which the file is rotated.</summary>
    /// <value>A size in bytes. The default is 50 MB.</value>
    public long MaxSize { get; init; } = 50L << 20;

    /// <summary>Gets the number of files to keep, including the current one.</summary>
    /// <value>A number of files. The default is 5.</value>
    public int MaxFiles { get; init; } = 5;
}
