namespace ProcessProxy.AspNetCore.Proxy.Answers;

/// <summary>A response of the proxy itself.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">One of <see cref="ProxyErrorCodes"/>.</param>
/// <param name="Sentence">The problem, for people.</param>
internal sealed record ProxyError(int Status, string Code, string Sentence)
{
    /// <summary>Gets the same with confidential details, for clients on this machine; null if there is nothing more to say.</summary>
    public string? Inside { get; init; }

    /// <summary>Gets when to try again, in whole seconds; null to omit it.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>The responses that are the same for every request.</summary>
internal static class ProxyErrors
{
    /// <summary>The response for a path or query that is refused.</summary>
    public static readonly ProxyError BadTarget = new(400, ProxyErrorCodes.BadRequest, "The address of this request has no valid path.");

    /// <summary>The response for a host that cannot be passed on.</summary>
    public static readonly ProxyError BadHost = new(400, ProxyErrorCodes.BadRequest, "The Host header of this request is not valid.");

    /// <summary>The response for a body of the client that was incomplete or invalid.</summary>
    public static readonly ProxyError BadBody = new(400, ProxyErrorCodes.BadRequest, "The body of this request could not be read.");

    /// <summary>The response if no route matches host and path.</summary>
    public static readonly ProxyError NoRoute = new(404, ProxyErrorCodes.NoRoute, "Nothing is served at this address.");

    /// <summary>The response if a static route does not have the file.</summary>
    public static readonly ProxyError NoFile = new(404, ProxyErrorCodes.NoFile, "There is no such file.");

    /// <summary>The response for methods that do not read files.</summary>
    public static readonly ProxyError ReadOnly = new(405, ProxyErrorCodes.MethodNotAllowed, "Only GET and HEAD are allowed for files.");

    /// <summary>The response for CONNECT, which requests a tunnel to any address.</summary>
    public static readonly ProxyError NoTunnel = new(405, ProxyErrorCodes.MethodNotAllowed, "This server does not support CONNECT.");

    /// <summary>The response for a request without a host over plain HTTP, for a route with <c>ssl</c>.</summary>
    public static readonly ProxyError HttpsOnly = new(400, ProxyErrorCodes.BadRequest, "This address is served over HTTPS only.");

    /// <summary>The response for a body larger than <c>maxRequestBody</c>.</summary>
    public static readonly ProxyError BodyTooLarge = new(413, ProxyErrorCodes.BodyTooLarge, "The body of this request is too large.");

    /// <summary>The response for a client that has sent as many requests as <c>rateLimit</c> allows.</summary>
    public static readonly ProxyError RateLimited = new(429, ProxyErrorCodes.RateLimited, "Too many requests came from this address in a short time.");

    /// <summary>The response if an expression of <c>rewrite</c> took too long.</summary>
    public static readonly ProxyError RewriteTimeout =
        new(500, ProxyErrorCodes.RewriteTimeout, "A rewrite rule of this route took too long for this path.");

    /// <summary>The response for a request that has passed this server, or similar ones, too often.</summary>
    public static readonly ProxyError Loop =
        new(508, ProxyErrorCodes.Loop, "This request is in a loop: a route leads back to this server.");

    /// <summary>The response if the server has as many connections and files open as it may.</summary>
    public static readonly ProxyError Busy =
        new(503, ProxyErrorCodes.Busy, "This server is busy because it has reached its connection limit.") { RetryAfter = TimeSpan.FromSeconds(1) };

    /// <summary>The response if the connection failed.</summary>
    public static readonly ProxyError BackendUnreachable =
        new(502, ProxyErrorCodes.BackendUnreachable, "The program behind this address does not respond.");

    /// <summary>The response if the target accepted the request and did not respond.</summary>
    public static readonly ProxyError BackendTimeout =
        new(504, ProxyErrorCodes.BackendTimeout, "The program behind this address takes too long to respond.");
}

/// <summary>The stable codes of the proxy's own responses.</summary>
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
