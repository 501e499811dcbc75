using System.Net;
using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Proxy.Forwarding.Targets;
using ProcessProxy.AspNetCore.Proxy.Holding;
using ProcessProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding;

/// <summary>The targets of a route, and how requests are sent to them.</summary>
internal sealed class Backend
{
    private readonly Target[] targets;
    private readonly InstanceTargets? instances;
    private readonly TargetChoice? choice;
    private readonly AffinityCookie? affinity;
    private readonly ForwarderRequestConfig http1;
    private readonly ForwarderRequestConfig http2;
    private readonly ForwarderRequestConfig http2OrLower;

    /// <summary>Prepares forwarding for <paramref name="spec"/>.</summary>
    /// <param name="spec">How requests are forwarded.</param>
    /// <param name="path">The path of the route.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="random">The source of random numbers.</param>
    /// <param name="process">The process whose instances are the targets if the route has none.</param>
    public Backend(ForwardSpec spec, string path, TimeProvider clock, Random random, ProcessGate? process = null)
    {
        targets = [.. spec.Targets.Select((url, number) => new Target(url, clock, number))];
        instances = targets.Length == 0 && process is not null ? new InstanceTargets(process, clock) : null;
        choice = targets.Length > 1 || instances is not null ? new TargetChoice(spec.LoadBalancing, random) : null;
        affinity = choice is not null && spec.AffinityCookie is { } cookie ? new AffinityCookie(cookie, path) : null;
        http1 = Config(spec.Timeout, HttpVersion.Version11, HttpVersionPolicy.RequestVersionExact);
        http2 = Config(spec.Timeout, HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        http2OrLower = Config(spec.Timeout, HttpVersion.Version20, HttpVersionPolicy.RequestVersionOrLower);
        Transformer = new BackendTransformer(spec);
    }

    /// <summary>Gets the URL of the first target; null while there is none.</summary>
    public Uri? First => Current is [var first, ..] ? first.Url : null;

    private Target[] Current => instances?.Current ?? targets;

    /// <summary>Gets the changes to forwarded requests.</summary>
    public HttpTransformer Transformer { get; }

    /// <summary>Returns the target for a request, which is counted there: <see cref="Target.Leave"/> must follow.</summary>
    /// <param name="context">The request. Its client may be assigned to the target from now on.</param>
    /// <param name="tried">The targets that failed, one bit for each; the returned one is added.</param>
    /// <returns>Null if all have been tried, or none takes requests.</returns>
    public Target? Choose(HttpContext context, ref UInt128 tried)
    {
        while (true)
        {
            var among = Current;
            var chosen = choice is null ? (tried == UInt128.Zero ? among[0] : null)
                : among.Length == 0 ? null
                : ChooseOfSeveral(context, among, tried);
            if (chosen is null)
            {
                return null;
            }

            tried |= chosen.Bit;
            if (chosen.TryEnter())
            {
                return chosen;
            }
        }
    }

    /// <summary>Returns whether there are targets that a request has not been sent to.</summary>
    /// <param name="tried">See <see cref="Choose"/>.</param>
    public bool HasOther(UInt128 tried)
    {
        foreach (var target in Current)
        {
            if ((tried & target.Bit) == UInt128.Zero)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Returns whether a request that could not be sent to one target could ever be sent to another.</summary>
    public bool HasSeveral => choice is not null;

    /// <summary>Returns the HTTP version and timeouts. gRPC is HTTP/2 by definition, so its requests use it over plain connections too.</summary>
    public ForwarderRequestConfig ConfigFor(Target target, HttpRequest request) =>
        target.Url.Scheme == Uri.UriSchemeHttps ? http2OrLower
        : HttpProtocol.IsHttp2(request.Protocol) && IsGrpc(request) ? http2
        : http1;

    private Target? ChooseOfSeveral(HttpContext context, Target[] among, UInt128 tried)
    {
        var before = affinity?.Find(context.Request, among);
        if (before is { IsUp: true } && (tried & before.Bit) == UInt128.Zero)
        {
            return before;
        }

        var chosen = choice!.Choose(among, tried);
        if (affinity is not null && chosen is not null)
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
