using System.Net;
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
        return context;
    }
}
