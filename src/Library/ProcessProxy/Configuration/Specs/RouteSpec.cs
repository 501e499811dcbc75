namespace ProcessProxy.Configuration;

/// <summary>The complete and validated configuration of one route.</summary>
public sealed record RouteSpec
{
    /// <summary>Gets the host that the route serves, in lower case; <c>*.example.org</c> for subdomains; null for any.</summary>
    /// <value>The default is null.</value>
    public string? Domain { get; init; }

    /// <summary>Gets the path that the route serves, including everything below it, in whole segments. It begins with a slash and does not end with one, except <c>/</c> itself.</summary>
    /// <value>The default is <c>/</c>.</value>
    public string Path { get; init; } = "/";

    /// <summary>Gets what the route does with a request.</summary>
    /// <value>There is no default; the value is required.</value>
    public required RouteAction Action { get; init; }

    /// <summary>Gets whether the route is served over HTTPS only.</summary>
    /// <value>The default is false.</value>
    public bool Ssl { get; init; }

    /// <summary>Gets the HSTS settings; null for none.</summary>
    /// <value>The default is null.</value>
    public HstsSpec? Hsts { get; init; }

    /// <summary>Gets the rewrite rules for the path, in the order in which they are tried; the first match is applied.</summary>
    /// <value>The default is no rules.</value>
    public ValueList<RewriteRule> Rewrite { get; init; } = [];

    /// <summary>Gets the headers to set on the response; an empty value removes a header.</summary>
    /// <value>The default is no headers.</value>
    public ValueMap ResponseHeaders { get; init; } = ValueMap.Empty;

    /// <summary>Gets whether responses are compressed for clients that accept it.</summary>
    /// <value>The default is false.</value>
    public bool Compression { get; init; }

    /// <summary>Gets the limit on requests from one client; null for no limit.</summary>
    /// <value>The default is null.</value>
    public RateLimitSpec? RateLimit { get; init; }

    /// <summary>Gets the id of the process behind the route; null for none.</summary>
    public string? Process => (Action as ForwardSpec)?.Process;
}

/// <summary>The action of a route: <see cref="ForwardSpec"/>, <see cref="StaticFilesSpec"/> or <see cref="RedirectSpec"/>.</summary>
public abstract record RouteAction
{
    private protected RouteAction()
    {
    }

    /// <summary>Gets the name of the action in the configuration.</summary>
    internal abstract string Type { get; }
}

/// <summary>Changes the path of a request.</summary>
/// <param name="Pattern">A regular expression, known to be valid.</param>
/// <param name="Replacement">What replaces the match; <c>$1</c> stands for its first group.</param>
public sealed record RewriteRule(string Pattern, string Replacement);

/// <summary>Answers requests from files.</summary>
public sealed record StaticFilesSpec : RouteAction
{
    /// <summary>Gets the absolute path of the folder.</summary>
    /// <value>There is no default; the value is required.</value>
    public required string Folder { get; init; }

    /// <summary>Gets whether page requests that match no file are answered with the folder's <c>index.html</c>.</summary>
    /// <value>The default is false.</value>
    public bool SpaFallback { get; init; }

    /// <summary>Gets whether symbolic links that lead out of the folder are allowed.</summary>
    /// <value>The default is false.</value>
    public bool AllowSymlinks { get; init; }

    internal override string Type => "static";
}

/// <summary>Redirects clients to another address.</summary>
public sealed record RedirectSpec : RouteAction
{
    /// <summary>Gets a URL, or a path of the same host. If it ends with a slash, the rest of the path and the query are appended.</summary>
    /// <value>There is no default; the value is required.</value>
    public required string To { get; init; }

    /// <summary>Gets the status code: 301, 302, 307 or 308.</summary>
    /// <value>The default is 308.</value>
    public int Status { get; init; } = 308;

    internal override string Type => "redirect";
}

/// <summary>Tells browsers to use HTTPS only.</summary>
public sealed record HstsSpec
{
    /// <summary>Gets how long browsers remember this.</summary>
    /// <value>The default is 365 days.</value>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(365);

    /// <summary>Gets whether this applies to subdomains too.</summary>
    /// <value>The default is false.</value>
    public bool IncludeSubDomains { get; init; }

    /// <summary>Gets whether browser vendors may add the domain to their preload lists.</summary>
    /// <value>The default is false.</value>
    public bool Preload { get; init; }
}

/// <summary>The limit on requests from one client to a route.</summary>
public sealed record RateLimitSpec
{
    /// <summary>Gets the number of requests a client can send within <see cref="Window"/>.</summary>
    /// <value>A number of requests. There is no default; the value is required.</value>
    public required int Requests { get; init; }

    /// <summary>Gets the time in which the requests are counted.</summary>
    /// <value>The default is 1 second.</value>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(1);
}
