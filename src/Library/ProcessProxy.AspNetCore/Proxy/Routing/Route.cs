using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Proxy.Traffic;
using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Proxy.Routing;

/// <summary>A route with everything precomputed that does not depend on the request.</summary>
internal sealed class Route
{
    private Route? successor;

    /// <summary>Compiles <paramref name="spec"/>.</summary>
    /// <param name="spec">The configuration.</param>
    /// <param name="pipeline">Returns the handler for the requests of a route.</param>
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

    /// <summary>Gets the configuration.</summary>
    public RouteSpec Spec { get; }

    /// <summary>Gets domain and path, for display.</summary>
    public string Name { get; }

    /// <summary>Gets its counters.</summary>
    public RouteTraffic Traffic { get; } = new();

    /// <summary>Gets the path in the form of <see cref="RequestTarget.DecodedPath"/>.</summary>
    public string DecodedPath { get; }

    /// <summary>Gets the path as a prefix of that of a request.</summary>
    public string Prefix { get; }

    /// <summary>Gets the rewriter of paths.</summary>
    public PathRewriter Rewriter { get; }

    /// <summary>Gets whether a request for exactly this path matches no rewrite rule, but would with a slash at its end.</summary>
    public bool MissesOnlyItsSlash { get; }

    /// <summary>Gets the handler of its requests.</summary>
    public RequestDelegate Answer { get; }

    /// <summary>Gets or sets the final handler that forwards its requests; null if nothing is forwarded.</summary>
    public RequestDelegate? Forwarding { get; set; }

    /// <summary>Gets or sets the route that has replaced it and also forwards requests; null while it is current, and if there is none.</summary>
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
            // A slow expression must not prevent the server from starting; each matching request gets an error.
            return false;
        }
    }
}
