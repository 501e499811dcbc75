using System.Net;
using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Proxy.Forwarding.Targets;
using ProcessProxy.Configuration;
using ProcessProxy.Supervision;
using Yarp.ReverseProxy.Forwarder;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding;

/// <summary>The targets of a route, and how requests are sent to them.</summary>
internal sealed class Backend
{
    private readonly RouteTargets targets;
    private readonly TargetChoice choice;
    private readonly AffinityCookie? affinity;
    private readonly ForwarderRequestConfig http1;
    private readonly ForwarderRequestConfig http2;
    private readonly ForwarderRequestConfig http2OrLower;

    /// <summary>Prepares forwarding for <paramref name="spec"/>.</summary>
    /// <param name="spec">How requests are forwarded.</param>
    /// <param name="path">The path of the route.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="random">The source of random numbers.</param>
    /// <param name="instances">Returns the instances of the process of a route without a target of its own; null for a route with one.</param>
    public Backend(ForwardSpec spec, string path, TimeProvider clock, Random random, Func<IReadOnlyList<InstanceEndpoint>?>? instances = null)
    {
        targets = instances is null ? RouteTargets.Of(spec.Targets, clock) : RouteTargets.Of(instances, clock);
        choice = new TargetChoice(spec.LoadBalancing, random);
        HasSeveral = instances is not null || spec.Targets.Count > 1;
        affinity = HasSeveral && spec.AffinityCookie is { } cookie ? new AffinityCookie(cookie, path) : null;
        http1 = Config(spec.Timeout, HttpVersion.Version11, HttpVersionPolicy.RequestVersionExact);
        http2 = Config(spec.Timeout, HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        http2OrLower = Config(spec.Timeout, HttpVersion.Version20, HttpVersionPolicy.RequestVersionOrLower);
        Transformer = new BackendTransformer(spec);
    }

    /// <summary>Gets whether there can be more than one target.</summary>
    public bool HasSeveral { get; }

    /// <summary>Gets the addresses of the current targets.</summary>
    public IReadOnlyList<Uri> Addresses => Array.ConvertAll(targets.Current, target => target.Url);

    /// <summary>Gets the changes to forwarded requests.</summary>
    public HttpTransformer Transformer { get; }

    /// <summary>Chooses the target of a request, which counts it until <see cref="ForwardedRequest.Leave"/>. Its client may be assigned to the target from now on.</summary>
    /// <returns>False if none takes requests.</returns>
    public bool TryEnter(HttpContext context, ForwardedRequest forwarded)
    {
        while (true)
        {
            var current = targets.Current;
            var before = affinity?.Find(context.Request, current);
            var chosen = before is { IsUp: true } && !forwarded.HasTried(before) ? before : Choose(current, forwarded);
            if (chosen is null)
            {
                return false;
            }

            if (!chosen.TryEnter())
            {
                // It has begun to end since, so it is not chosen again.
                continue;
            }

            forwarded.SentTo = chosen;
            if (chosen != before)
            {
                affinity?.Set(context, chosen);
            }

            return true;
        }
    }

    /// <summary>Returns whether there are targets that a request has not been sent to.</summary>
    public bool HasOther(ForwardedRequest forwarded)
    {
        foreach (var target in targets.Current)
        {
            if (target.IsOpen && !forwarded.HasTried(target))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Returns the HTTP version and timeouts. gRPC is HTTP/2 by definition, so its requests use it over plain connections too.</summary>
    public ForwarderRequestConfig ConfigFor(Target target, HttpRequest request) =>
        target.Url.Scheme == Uri.UriSchemeHttps ? http2OrLower
        : HttpProtocol.IsHttp2(request.Protocol) && IsGrpc(request) ? http2
        : http1;

    private Target? Choose(Target[] current, ForwardedRequest forwarded)
    {
        if (current.Length == 1)
        {
            return current[0] is { IsOpen: true } only ? only : null;
        }

        // Since the last failure, all others may have gone: then those that failed are all there is.
        return choice.Choose(current, forwarded.Tried) ?? (forwarded.Tried is null ? null : choice.Choose(current, null));
    }

    private static bool IsGrpc(HttpRequest request) =>
        request.ContentType is { } type && type.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase);

    private static ForwarderRequestConfig Config(TimeSpan timeout, Version version, HttpVersionPolicy policy) =>
        new() { ActivityTimeout = timeout, Version = version, VersionPolicy = policy };
}
