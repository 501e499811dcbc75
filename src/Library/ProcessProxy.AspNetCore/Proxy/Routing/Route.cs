using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Proxy.Traffic;
using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Proxy.Routing;

/// <summary>A route with everything computed that does not depend on the request.</summary>
internal sealed class Route
{
    private Route? successor;

    /// <summary>Compiles <paramref name="spec"/>.</summary>
    /// <param name="spec">What the configuration says.</param>
    /// <param name="pipeline">Says what answers the requests of a route.</param>
    public Route(RouteSpec spec, Func<Route, RequestDelegate> pipeline)
    {
        Spec = spec;
        Name = $"{spec.Domain ?? "*"}{spec.Path}";
        DecodedPath = RequestTarget.Decode(spec.Path);
        Prefix = PathRewriter.EscapeUnsendable(spec.Path);
        Rewriter = new PathRewriter(spec.Rewrite, hasFragments: spec.Action is RedirectSpec);
        MissesOnlyItsSlash = spec.Path != "/" && LacksSlash(Rewriter, spec.Path);
        Answer = pipeline(this);
    }

    /// <summary>What the configuration says.</summary>
    public RouteSpec Spec { get; }

    /// <summary>Domain and path, for people.</summary>
    public string Name { get; }

    /// <summary>What it counts.</summary>
    public RouteTraffic Traffic { get; } = new();

    /// <summary>The path in the form that <see cref="RequestTarget.DecodedPath"/> has.</summary>
    public string DecodedPath { get; }

    /// <summary>The path as it stands in front of that of a request.</summary>
    public string Prefix { get; }

    /// <summary>What changes the path on its way to the backend.</summary>
    public PathRewriter Rewriter { get; }

    /// <summary>Whether a request for exactly this path meets no rewrite rule, but would with a slash at its end.</summary>
    public bool MissesOnlyItsSlash { get; }

    /// <summary>What answers its requests.</summary>
    public RequestDelegate Answer { get; }

    /// <summary>What forwards its requests when all else has been done with them; null where nothing is forwarded.</summary>
    public RequestDelegate? Forwarding { get; set; }

    /// <summary>The route that has taken its place and forwards requests as well; null while it is in force, and when there is none.</summary>
    public Route? Successor
    {
        get => Volatile.Read(ref successor);
        set => Volatile.Write(ref successor, value);
    }

    private static bool LacksSlash(PathRewriter rewriter, string path)
    {
        try
        {
            return !rewriter.Matches(path) && rewriter.Matches(path + "/");
        }
        catch (RegexMatchTimeoutException)
        {
            // A slow expression must not keep the server from starting; requests that meet it are answered one by one.
            return false;
        }
    }
}
