namespace ProcessProxy.Configuration;

/// <summary>One route of the proxy, complete and checked.</summary>
public sealed record RouteSpec
{
    /// <summary>Gets the host that the route serves, in lower case; <c>*.example.org</c> for subdomains; null for any.</summary>
    /// <value>Null.</value>
    public string? Domain { get; init; }

    /// <summary>Gets the path that the route serves with everything below, by whole segments; begins with a slash and ends with none but for <c>/</c> itself.</summary>
    /// <value><c>/</c>.</value>
    public string Path { get; init; } = "/";

    /// <summary>Gets what the route does with a request.</summary>
    public required RouteAction Action { get; init; }

    /// <summary>Gets whether the route is served over HTTPS only.</summary>
    /// <value>False.</value>
    public bool Ssl { get; init; }

    /// <summary>Gets what browsers are told about using HTTPS only; null for nothing.</summary>
    /// <value>Null.</value>
    public HstsSpec? Hsts { get; init; }

    /// <summary>Gets the rules that change the path, in the order in which they are tried; the first that matches is applied.</summary>
    /// <value>None.</value>
    public ValueList<RewriteRule> Rewrite { get; init; } = [];

    /// <summary>Gets the headers that are set on the answer; an empty value removes one.</summary>
    /// <value>None.</value>
    public ValueMap ResponseHeaders { get; init; } = ValueMap.Empty;

    /// <summary>Gets whether answers are compressed for clients that ask for it.</summary>
    /// <value>False.</value>
    public bool Compression { get; init; }

    /// <summary>Gets how many requests a client may send; null for any number.</summary>
    /// <value>Null.</value>
    public RateLimitSpec? RateLimit { get; init; }

    /// <summary>Gets the id of the process behind the route; null for none.</summary>
    public string? Process => (Action as ForwardSpec)?.Process;
}

/// <summary>Decides what a route does with a request: <see cref="ForwardSpec"/>, <see cref="StaticFilesSpec"/> or <see cref="RedirectSpec"/>.</summary>
public abstract record RouteAction
{
    private protected RouteAction()
    {
    }

    /// <summary>The word for it in the configuration.</summary>
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
    public required string Folder { get; init; }

    /// <summary>Gets whether a path that names no file is answered with the folder's <c>index.html</c>.</summary>
    /// <value>False.</value>
    public bool SpaFallback { get; init; }

    /// <summary>Gets whether symbolic links may lead out of the folder.</summary>
    /// <value>False.</value>
    public bool AllowSymlinks { get; init; }

    internal override string Type => "static";
}

/// <summary>Sends clients elsewhere.</summary>
public sealed record RedirectSpec : RouteAction
{
    /// <summary>Gets a URL, or a path of the same host. When it ends with a slash, the rest of the path and the query follow.</summary>
    public required string To { get; init; }

    /// <summary>Gets the status: 301, 302, 307 or 308.</summary>
    /// <value>308.</value>
    public int Status { get; init; } = 308;

    internal override string Type => "redirect";
}

/// <summary>Tells browsers to use HTTPS only.</summary>
public sealed record HstsSpec
{
    /// <summary>Gets how long browsers remember it.</summary>
    /// <value>365 days.</value>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(365);

    /// <summary>Gets whether it holds for subdomains too.</summary>
    /// <value>False.</value>
    public bool IncludeSubDomains { get; init; }

    /// <summary>Gets whether the domain may be put into the browsers' own lists.</summary>
    /// <value>False.</value>
    public bool Preload { get; init; }
}

/// <summary>Limits how many requests one client may send to a route.</summary>
public sealed record RateLimitSpec
{
    /// <summary>Gets how many requests a client may send within <see cref="Window"/>.</summary>
    public required int Requests { get; init; }

    /// <summary>Gets the time in which they are counted.</summary>
    /// <value>1 second.</value>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(1);
}
