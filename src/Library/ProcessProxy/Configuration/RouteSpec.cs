namespace ProcessProxy.Configuration;

/// <summary>What a route does with a request.</summary>
public enum RouteType
{
    /// <summary>Forwards it to <see cref="RouteSpec.Target"/>.</summary>
    Proxy,

    /// <summary>Answers it from files.</summary>
    Static,

    /// <summary>Sends the client elsewhere.</summary>
    Redirect,
}

/// <summary>How one of several targets is chosen for a request.</summary>
public enum LoadBalancing
{
    /// <summary>Each in turn.</summary>
    RoundRobin,

    /// <summary>The one with the fewest requests under way.</summary>
    LeastRequests,

    /// <summary>Of two at random the one with fewer requests under way.</summary>
    PowerOfTwo,

    /// <summary>The first that answers; the others stand by.</summary>
    First,
}

/// <summary>One route of the proxy, complete and checked.</summary>
public sealed record RouteSpec
{
    /// <summary>The host it serves, in lower case; <c>*.example.org</c> for subdomains; null for any.</summary>
    public string? Domain { get; init; }

    /// <summary>The path it serves with everything below, by whole segments; begins with a slash and ends with none but for <c>/</c> itself.</summary>
    public required string Path { get; init; }

    /// <summary>What it does.</summary>
    public required RouteType Type { get; init; }

    /// <summary>Where requests go, each with its base path. Empty for types that have none.</summary>
    public ValueList<Uri> Targets { get; init; } = [];

    /// <summary>The first of <see cref="Targets"/>, for most routes the only one; null when there is none.</summary>
    public Uri? Target
    {
        get => Targets.Count == 0 ? null : Targets[0];
        init => Targets = value is null ? [] : [value];
    }

    /// <summary>How one of several targets is chosen.</summary>
    public LoadBalancing LoadBalancing { get; init; } = ServerDefaults.LoadBalancing;

    /// <summary>The name of the cookie that keeps a client at the target it was first sent to; null when none does.</summary>
    public string? AffinityCookie { get; init; }

    /// <summary>Where files are and how they are served; null for types that serve none.</summary>
    public StaticFilesSpec? StaticFiles { get; init; }

    /// <summary>Where clients are sent; null for types that send them nowhere.</summary>
    public RedirectSpec? Redirect { get; init; }

    /// <summary>Whether it is served over HTTPS only.</summary>
    public bool Ssl { get; init; }

    /// <summary>What browsers are told about using HTTPS only; null for nothing.</summary>
    public HstsSpec? Hsts { get; init; }

    /// <summary>The rules that change the path, in the order they are tried; the first that matches is applied.</summary>
    public ValueList<RewriteRule> Rewrite { get; init; } = [];

    /// <summary>The id of the process behind it, or null.</summary>
    public string? Process { get; init; }

    /// <summary>How requests wait while <see cref="Process"/> comes up.</summary>
    public HoldSpec Hold { get; init; } = new(ServerDefaults.HoldTimeout, ServerDefaults.HoldRequests);

    /// <summary>Headers set on the forwarded request; an empty value removes one.</summary>
    public ValueMap Headers { get; init; } = ValueMap.Empty;

    /// <summary>Headers set on the answer; an empty value removes one.</summary>
    public ValueMap ResponseHeaders { get; init; } = ValueMap.Empty;

    /// <summary>Whether the target sees the <c>Host</c> the client sent, or its own.</summary>
    public bool PreserveHost { get; init; } = true;

    /// <summary>How long nothing may move between the proxy and the target before a request is given up.</summary>
    public TimeSpan Timeout { get; init; } = ServerDefaults.Timeout;

    /// <summary>The largest request body in bytes; null for any.</summary>
    public long? MaxRequestBody { get; init; }

    /// <summary>Whether answers are compressed for clients that ask for it.</summary>
    public bool Compression { get; init; }

    /// <summary>How many requests a client may send; null for any number.</summary>
    public RateLimitSpec? RateLimit { get; init; }
}

/// <summary>A rule that changes the path of a request.</summary>
/// <param name="Pattern">A regular expression, known to be valid.</param>
/// <param name="Replacement">What replaces the match; <c>$1</c> stands for its first group.</param>
public sealed record RewriteRule(string Pattern, string Replacement);

/// <summary>What a route of type <c>static</c> serves.</summary>
/// <param name="Folder">The absolute path of the folder.</param>
/// <param name="SpaFallback">Whether a path that names no file is answered with the folder's <c>index.html</c>.</param>
/// <param name="AllowSymlinks">Whether symbolic links may lead out of the folder.</param>
public sealed record StaticFilesSpec(string Folder, bool SpaFallback, bool AllowSymlinks);

/// <summary>Where a route of type <c>redirect</c> sends clients.</summary>
/// <param name="To">A URL, or a path of the same host. When it ends with a slash, the rest of the path and the query follow.</param>
/// <param name="Status">301, 302, 307 or 308.</param>
public sealed record RedirectSpec(string To, int Status);

/// <summary>What browsers are told about using HTTPS only.</summary>
/// <param name="MaxAge">How long they remember.</param>
/// <param name="IncludeSubDomains">Whether for subdomains too.</param>
/// <param name="Preload">Whether the domain may be put into browsers' own lists.</param>
public sealed record HstsSpec(TimeSpan MaxAge, bool IncludeSubDomains, bool Preload);

/// <summary>How requests wait for a process that is about to answer.</summary>
/// <param name="Timeout">How long one waits.</param>
/// <param name="MaxRequests">How many wait at once.</param>
public sealed record HoldSpec(TimeSpan Timeout, int MaxRequests);

/// <summary>How many requests one client may send to a route.</summary>
/// <param name="Requests">How many.</param>
/// <param name="Window">In what time.</param>
public sealed record RateLimitSpec(int Requests, TimeSpan Window);
