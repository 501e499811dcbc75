using System.Net;
using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Proxy.Forwarding.Targets;
using ProcessProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding;

/// <summary>The targets of a route, and how requests are sent to them.</summary>
internal sealed class Backend
{
    private readonly Target[] targets;
    private readonly TargetChoice? choice;
    private readonly AffinityCookie? affinity;
    private readonly ForwarderRequestConfig http1;
    private readonly ForwarderRequestConfig http2;
    private readonly ForwarderRequestConfig http2OrLower;

    /// <summary>Prepares forwarding for <paramref name="spec"/>.</summary>
    /// <param name="spec">How requests are forwarded, with at least one target.</param>
    /// <param name="path">The path of the route.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="random">The source of random numbers.</param>
    public Backend(ForwardSpec spec, string path, TimeProvider clock, Random random)
    {
        targets = [.. spec.Targets.Select(url => new Target(url, clock))];
        choice = targets.Length > 1 ? new TargetChoice(targets, spec.LoadBalancing, random) : null;
        affinity = choice is not null && spec.AffinityCookie is { } cookie ? new AffinityCookie(cookie, path, targets) : null;
        http1 = Config(spec.Timeout, HttpVersion.Version11, HttpVersionPolicy.RequestVersionExact);
        http2 = Config(spec.Timeout, HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        http2OrLower = Config(spec.Timeout, HttpVersion.Version20, HttpVersionPolicy.RequestVersionOrLower);
        Transformer = new BackendTransformer(spec);
    }

    /// <summary>Gets the first target.</summary>
    public Target First => targets[0];

    /// <summary>Gets the changes to forwarded requests.</summary>
    public HttpTransformer Transformer { get; }

    /// <summary>Returns the target for a request.</summary>
    /// <param name="context">The request. Its client may be assigned to the target from now on.</param>
    /// <param name="tried">The targets that failed, one bit for each; the returned one is added.</param>
    /// <returns>Null if all have been tried.</returns>
    public Target? Choose(HttpContext context, ref ulong tried)
    {
        var chosen = choice is null ? (tried == 0 ? 0 : -1) : ChooseOfSeveral(context, tried);
        if (chosen < 0)
        {
            return null;
        }

        tried |= 1UL << chosen;
        return targets[chosen];
    }

    /// <summary>Returns whether there are targets that a request has not been sent to.</summary>
    /// <param name="tried">See <see cref="Choose"/>.</param>
    public bool HasOther(ulong tried) => System.Numerics.BitOperations.PopCount(tried) < targets.Length;

    /// <summary>Returns the HTTP version and timeouts. gRPC is HTTP/2 by definition, so its requests use it over plain connections too.</summary>
    public ForwarderRequestConfig ConfigFor(Target target, HttpRequest request) =>
        target.Url.Scheme == Uri.UriSchemeHttps ? http2OrLower
        : HttpProtocol.IsHttp2(request.Protocol) && IsGrpc(request) ? http2
        : http1;

    private int ChooseOfSeveral(HttpContext context, ulong tried)
    {
        var before = affinity?.Find(context.Request) ?? -1;
        if (before >= 0 && targets[before].IsUp && (tried & (1UL << before)) == 0)
        {
            return before;
        }

        var chosen = choice!.Choose(tried);
        if (affinity is not null && chosen >= 0)
        {
            affinity.Set(context, chosen);
        }

        return chosen;
    }

    private static bool IsGrpc(HttpRequest request) =>
        request.ContentType is { } type && type.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase);

    private static ForwarderRequestConfig Config(TimeSpan timeout, Version version, HttpVersionPolicy policy) =>
        new() { ActivityTimeout = timeout, Version = version, VersionPolicy = policy };
}
