namespace ProcessProxy.Configuration.Entries;

/// <summary><c>proxy.yaml</c> as it was written.</summary>
internal sealed record ProxyFileEntry
{
    public Written<string>? Host { get; init; }

    public Written<int>? Port { get; init; }

    public Written<int>? HttpsPort { get; init; }

    public Written<int>? PublicHttpsPort { get; init; }

    public Written<string>? ProcessConfigFile { get; init; }

    public ManagementEntry Management { get; init; } = new();

    /// <summary>Null when nothing was written.</summary>
    public TlsEntry? Tls { get; init; }

    public Written<IReadOnlyList<Written<string>>>? TrustedProxies { get; init; }

    /// <summary>Null when no access log is wanted.</summary>
    public AccessLogEntry? AccessLog { get; init; }

    public Written<ReloadMode>? Reload { get; init; }

    public IReadOnlyList<RouteEntry> Routes { get; init; } = [];
}

/// <summary><c>management</c> as it was written.</summary>
internal sealed record ManagementEntry
{
    public Written<string>? Host { get; init; }

    public Written<int>? Port { get; init; }

    public Written<string>? ApiKey { get; init; }

    public Written<string>? ApiKeyFile { get; init; }

    public Written<string>? Socket { get; init; }

    public Written<string>? Group { get; init; }
}

/// <summary><c>accessLog</c> as it was written, <c>true</c> being one without keys.</summary>
internal sealed record AccessLogEntry
{
    public Written<bool>? ToOutput { get; init; }

    public Written<string>? File { get; init; }

    public Written<long>? MaxSize { get; init; }

    public Written<int>? MaxFiles { get; init; }
}
