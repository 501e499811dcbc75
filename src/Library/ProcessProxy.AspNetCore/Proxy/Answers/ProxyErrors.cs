namespace ProcessProxy.AspNetCore.Proxy.Answers;

/// <summary>An answer of the proxy's own.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">One of <see cref="ProxyErrorCodes"/>.</param>
/// <param name="Sentence">What is wrong, for people.</param>
internal sealed record ProxyError(int Status, string Code, string Sentence)
{
    /// <summary>The same for those who are on this machine, with what is nobody else's business; null when there is no more to say.</summary>
    public string? Inside { get; init; }

    /// <summary>When to ask again, in whole seconds; null to say nothing about it.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>The answers that are the same for every request.</summary>
internal static class ProxyErrors
{
    /// <summary>The path or query could not be taken as it is.</summary>
    public static readonly ProxyError BadTarget = new(400, ProxyErrorCodes.BadRequest, "The address of this request has no valid path.");

    /// <summary>The host is none that could be passed on.</summary>
    public static readonly ProxyError BadHost = new(400, ProxyErrorCodes.BadRequest, "The Host header of this request is not valid.");

    /// <summary>The client's body broke off or was malformed.</summary>
    public static readonly ProxyError BadBody = new(400, ProxyErrorCodes.BadRequest, "The body of this request could not be read.");

    /// <summary>No route covers host and path.</summary>
    public static readonly ProxyError NoRoute = new(404, ProxyErrorCodes.NoRoute, "Nothing is served at this address.");

    /// <summary>A static route has no such file.</summary>
    public static readonly ProxyError NoFile = new(404, ProxyErrorCodes.NoFile, "There is no such file.");

    /// <summary>Files are read and nothing else.</summary>
    public static readonly ProxyError ReadOnly = new(405, ProxyErrorCodes.MethodNotAllowed, "Only GET and HEAD are allowed for files.");

    /// <summary>CONNECT asks for a tunnel to anywhere.</summary>
    public static readonly ProxyError NoTunnel = new(405, ProxyErrorCodes.MethodNotAllowed, "This server does not support CONNECT.");

    /// <summary>A route with <c>ssl</c>, asked without a host over plain HTTP.</summary>
    public static readonly ProxyError HttpsOnly = new(400, ProxyErrorCodes.BadRequest, "This address is served over HTTPS only.");

    /// <summary>The body is larger than <c>maxRequestBody</c>.</summary>
    public static readonly ProxyError BodyTooLarge = new(413, ProxyErrorCodes.BodyTooLarge, "The body of this request is too large.");

    /// <summary>The client has sent as many requests as <c>rateLimit</c> lets it.</summary>
    public static readonly ProxyError RateLimited = new(429, ProxyErrorCodes.RateLimited, "Too many requests came from this address in a short time.");

    /// <summary>An expression of <c>rewrite</c> took too long.</summary>
    public static readonly ProxyError RewriteTimeout =
        new(500, ProxyErrorCodes.RewriteTimeout, "A rewrite rule of this route took too long for this path.");

    /// <summary>It has passed this server, or others like it, again and again.</summary>
    public static readonly ProxyError Loop =
        new(508, ProxyErrorCodes.Loop, "This request is in a loop: a route leads back to this server.");

    /// <summary>The server has as many connections and files open as it may.</summary>
    public static readonly ProxyError Busy =
        new(503, ProxyErrorCodes.Busy, "This server is busy because it has reached its connection limit.") { RetryAfter = TimeSpan.FromSeconds(1) };

    /// <summary>No connection, or it broke.</summary>
    public static readonly ProxyError BackendUnreachable =
        new(502, ProxyErrorCodes.BackendUnreachable, "The program behind this address does not respond.");

    /// <summary>It took the request and said nothing.</summary>
    public static readonly ProxyError BackendTimeout =
        new(504, ProxyErrorCodes.BackendTimeout, "The program behind this address takes too long to respond.");
}

/// <summary>The stable codes in the proxy's own answers.</summary>
internal static class ProxyErrorCodes
{
    public const string BadRequest = "bad-request";
    public const string MethodNotAllowed = "method-not-allowed";
    public const string NoRoute = "no-route";
    public const string NoFile = "no-file";
    public const string BodyTooLarge = "body-too-large";
    public const string RateLimited = "rate-limited";
    public const string Loop = "loop";
    public const string Busy = "busy";
    public const string RewriteTimeout = "rewrite-timeout";
    public const string BackendUnreachable = "backend-unreachable";
    public const string BackendTimeout = "backend-timeout";
    public const string ProcessUnavailable = "process-unavailable";
}
