using System.Net;
using ProcessProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding;

/// <summary>Where the requests of a route go, and how they are sent there.</summary>
internal sealed class Backend
{
    /// <summary>How long nothing may move in either direction before a request is given up.</summary>
    /// <value>100 seconds.</value>
    public static readonly TimeSpan ActivityTimeout = TimeSpan.FromSeconds(100);

    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private static readonly ForwarderRequestConfig Http1 = new()
    {
        ActivityTimeout = ActivityTimeout,
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private static readonly ForwarderRequestConfig Http2OrLower = new()
    {
        ActivityTimeout = ActivityTimeout,
        Version = HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
    };

    /// <summary>Prepares forwarding to <paramref name="target"/>.</summary>
    /// <param name="target">Scheme, authority and base path; a query or fragment in it has no meaning.</param>
    /// <param name="headers">What the route sets on each request.</param>
    public Backend(Uri target, ValueMap headers)
    {
        Prefix = target.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) + target.AbsolutePath.TrimEnd('/');
        Config = target.Scheme == Uri.UriSchemeHttps ? Http2OrLower : Http1;
        Transformer = new BackendTransformer(new RouteHeaders(headers));
    }

    /// <summary>Scheme, authority and base path, without a slash at the end.</summary>
    public string Prefix { get; }

    /// <summary>HTTP version and timeouts.</summary>
    public ForwarderRequestConfig Config { get; }

    /// <summary>What is changed on the way.</summary>
    public HttpTransformer Transformer { get; }

    /// <summary>The address of a request at the backend, path and query exactly as given.</summary>
    /// <param name="path">Begins with a slash; may bring a query of its own, which the client's is then added to.</param>
    /// <param name="query">The client's, with its question mark, or empty.</param>
    public Uri Address(ReadOnlySpan<char> path, ReadOnlySpan<char> query) => new(
        query.IsEmpty || !path.Contains('?')
            ? string.Concat(Prefix, path, query)
            : string.Concat(Prefix, path, "&", query[1..]),
        AsWritten);
}
