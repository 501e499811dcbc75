using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Entries;

/// <summary>One of <c>routes</c> as it was written.</summary>
internal sealed record RouteEntry
{
    public required Place Place { get; init; }

    public Written<string>? Domain { get; init; }

    public Written<string>? Path { get; init; }

    public Written<RouteType>? Type { get; init; }

    public Written<bool>? Ssl { get; init; }

    public HstsEntry? Hsts { get; init; }

    public IReadOnlyList<NamedText>? Rewrite { get; init; }

    public Written<string>? Process { get; init; }

    public IReadOnlyList<NamedText>? Headers { get; init; }

    public IReadOnlyList<NamedText>? ResponseHeaders { get; init; }

    public Written<long>? MaxRequestBody { get; init; }

    public Written<bool>? Compression { get; init; }

    public RateLimitEntry? RateLimit { get; init; }

    public required ForwardingEntry Forwarding { get; init; }

    public required StaticFilesEntry StaticFiles { get; init; }

    public required RedirectEntry Redirect { get; init; }

    /// <summary>The keys that were written and that not every type of route has.</summary>
    public IReadOnlyList<TypedKey> TypedKeys { get; init; } = [];
}

/// <summary>A key that only some types of routes have.</summary>
/// <param name="Place">Where it was written.</param>
/// <param name="Types">The types that have it.</param>
internal sealed record TypedKey(Place Place, RouteType[] Types);

/// <summary>The keys of a route of type <c>proxy</c> as they were written.</summary>
internal sealed record ForwardingEntry
{
    public Written<string>? Target { get; init; }

    public Written<IReadOnlyList<Written<string>>>? Targets { get; init; }

    /// <summary>Whether a target was written, be it wrong: it is then not missing too.</summary>
    public bool HasTarget { get; init; }

    public Written<LoadBalancing>? LoadBalancing { get; init; }

    /// <summary>The name of the cookie; empty when none was written, null when none is wanted.</summary>
    public string? AffinityCookie { get; init; }

    public Written<bool>? PreserveHost { get; init; }

    public Written<TimeSpan>? Timeout { get; init; }

    public Written<TimeSpan>? HoldTimeout { get; init; }

    public Written<int>? HoldRequests { get; init; }
}

/// <summary>The keys of a route of type <c>static</c> as they were written.</summary>
internal sealed record StaticFilesEntry
{
    public Written<string>? Path { get; init; }

    public Written<bool>? SpaFallback { get; init; }

    public Written<bool>? AllowSymlinks { get; init; }
}

/// <summary>The keys of a route of type <c>redirect</c> as they were written.</summary>
internal sealed record RedirectEntry
{
    public Written<string>? To { get; init; }

    public Written<int>? Status { get; init; }
}

/// <summary><c>hsts</c> as it was written, <c>true</c> being one without keys.</summary>
internal sealed record HstsEntry
{
    public required Place Place { get; init; }

    public Written<int>? Days { get; init; }

    public Written<bool>? IncludeSubDomains { get; init; }

    public Written<bool>? Preload { get; init; }
}

/// <summary><c>rateLimit</c> as it was written.</summary>
internal sealed record RateLimitEntry
{
    public required Place Place { get; init; }

    /// <summary>Whether a number was written, be it wrong.</summary>
    public bool HasRequests { get; init; }

    public Written<int>? Requests { get; init; }

    public Written<TimeSpan>? Window { get; init; }
}
