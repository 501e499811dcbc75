using System.Net;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ProcessProxy.Benchmarks.Middlewares;

/// <summary>A request as the server hands it over, used again and again.</summary>
internal static class Subject
{
    /// <summary>A request for <paramref name="target"/> from a browser-like client.</summary>
    public static DefaultHttpContext Get(string target)
    {
        var context = new DefaultHttpContext();
        var request = context.Features.GetRequiredFeature<IHttpRequestFeature>();
        request.Method = HttpMethods.Get;
        request.Scheme = "http";
        request.Protocol = HttpProtocol.Http11;
        request.RawTarget = target;
        request.Path = target;
        context.Request.Headers.Host = "localhost:8080";
        context.Request.Headers.Accept = "*/*";
        context.Request.Headers.UserAgent = "benchmark";
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        context.Features.Set<IPersistentStateFeature>(new ConnectionState());
        return context;
    }

    /// <summary>What a connection remembers from one request to the next.</summary>
    private sealed class ConnectionState : IPersistentStateFeature
    {
        public IDictionary<object, object?> State { get; } = new Dictionary<object, object?>();
    }
}
