using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ProcessProxy.AspNetCore.Proxy;

/// <summary>The limits against slow or large clients. docs/routes.md documents them.</summary>
internal static class ConnectionLimits
{
    /// <summary>The time for the head of a request to arrive.</summary>
    /// <value>30 seconds.</value>
    public static readonly TimeSpan Head = TimeSpan.FromSeconds(30);

    /// <summary>The time a connection may be open without a request.</summary>
    /// <value>130 seconds: longer than in most load balancers, so that they close it first.</value>
    public static readonly TimeSpan Idle = TimeSpan.FromSeconds(130);

    /// <summary>The size limit of the first line of a request, in bytes.</summary>
    public const int RequestLine = 8 * 1024;

    /// <summary>The size limit of the head of a request, in bytes.</summary>
    public const int HeadSize = 32 * 1024;

    /// <summary>The maximum number of headers of a request.</summary>
    public const int HeaderCount = 100;

    /// <summary>The maximum number of parallel requests on one HTTP/2 connection.</summary>
    public const int Streams = 100;

    /// <summary>Applies the limits.</summary>
    public static void Apply(KestrelServerLimits limits)
    {
        limits.RequestHeadersTimeout = Head;
        limits.KeepAliveTimeout = Idle;
        limits.MaxRequestLineSize = RequestLine;
        limits.MaxRequestHeadersTotalSize = HeadSize;
        limits.MaxRequestHeaderCount = HeaderCount;
        limits.Http2.MaxStreamsPerConnection = Streams;

        // The route decides about the size and speed of a body: a stream of events from a client has no minimum rate. An
        // inactive one ends with the route's timeout.
        limits.MaxRequestBodySize = null;
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;
    }
}
