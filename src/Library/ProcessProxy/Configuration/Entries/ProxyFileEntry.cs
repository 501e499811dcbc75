using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Entries;

/// <summary><c>proxy.yaml</c> as it was written.</summary>
internal sealed record ProxyFileEntry
{
    public Written<string>? Host { get; init; }

    public Written<int>? Port { get; init; }

    public Written<int>? HttpsPort { get; init; }

    public Written<string>? ProcessConfigFile { get; init; }

    public ManagementEntry Management { get; init; } = new();

    public IReadOnlyList<RouteEntry> Routes { get; init; } = [];
}

/// <summary><c>management</c> as it was written.</summary>
internal sealed record ManagementEntry
{
    public Written<string>? Host { get; init; }

    public Written<int>? Port { get; init; }

    public Written<string>? ApiKey { get; init; }
}

/// <summary>One of <c>routes</c> as it was written.</summary>
internal sealed record RouteEntry
{
    public required Place Place { get; init; }

    public Written<string>? Domain { get; init; }

    public Written<string>? Path { get; init; }

    public Written<RouteType>? Type { get; init; }

    public Written<string>? Target { get; init; }

    /// <summary>Whether a target was written, be it wrong: it is then not missing too.</summary>
    public bool HasTarget { get; init; }

    public Written<bool>? Ssl { get; init; }

    public IReadOnlyList<NamedText>? Rewrite { get; init; }

    public Written<string>? Process { get; init; }

    public IReadOnlyList<NamedText>? Headers { get; init; }
}
