using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ProcessProxy.AspNetCore.Proxy;

/// <summary>What a client may take of the server by being slow or large. docs/routes.md tells people.</summary>
internal static class ConnectionLimits
{
    /// <summary>How long the head of a request may take to arrive.</summary>
    /// <value>30 seconds.</value>
    public static readonly TimeSpan Head = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection may be open without a request.</summary>
    /// <value>130 seconds: longer than most load balancers keep one, so that it is they who close it.</value>
    public static readonly TimeSpan Idle = TimeSpan.FromSeconds(130);

    /// <summary>The largest first line of a request, in bytes.</summary>
    public const int RequestLine = 8 * 1024;

    /// <summary>The largest head of a request, in bytes.</summary>
    public const int HeadSize = 32 * 1024;

    /// <summary>The most headers of a request.</summary>
    public const int HeaderCount = 100;

    /// <summary>The most requests side by side on one HTTP/2 connection.</summary>
    public const int Streams = 100;

    /// <summary>Sets them.</summary>
    public static void Apply(KestrelServerLimits limits)
    {
        limits.RequestHeadersTimeout = Head;
        limits.KeepAliveTimeout = Idle;
        limits.MaxRequestLineSize = RequestLine;
        limits.MaxRequestHeadersTotalSize = HeadSize;
        limits.MaxRequestHeaderCount = HeaderCount;
        limits.Http2.MaxStreamsPerConnection = Streams;

        // How large and how slow a body may be is the route's business: a stream of events that a client sends has no rate. One on
        // which nothing moves at all ends with the route's timeout.
        limits.MaxRequestBodySize = null;
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;
    }
}
