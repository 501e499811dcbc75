using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore.Proxy.Answers;

namespace ProcessProxy.AspNetCore.Proxy.Routing;

/// <summary>Computes the path of a request after its route has rewritten it.</summary>
internal static class Aim
{
    /// <summary>Rewrites the path of a request.</summary>
    /// <param name="routed">The request.</param>
    /// <param name="log">The log for an expression that takes too long.</param>
    /// <param name="rewritten">The path, possibly with its own query; null if it is unchanged.</param>
    /// <param name="refusal">The response instead.</param>
    public static bool TryTake(RoutedRequest routed, ILogger log, out string? rewritten, [NotNullWhen(false)] out ProxyError? refusal)
    {
        refusal = null;
        try
        {
            rewritten = routed.Route.Rewriter.Rewrite(routed.Target.Path);
        }
        catch (RegexMatchTimeoutException e)
        {
            Log.RewriteTimedOut(log, routed.Route.Spec.Domain ?? "*", routed.Route.Spec.Path, e.Pattern);
            (rewritten, refusal) = (null, ProxyErrors.RewriteTimeout);
            return false;
        }

        if (rewritten is null || Straighten(ref rewritten))
        {
            return true;
        }

        refusal = ProxyErrors.BadTarget;
        return false;
    }

    // Removing a part of a harmless path can produce a "/../".
    private static bool Straighten(ref string rewritten)
    {
        var query = rewritten.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? rewritten : rewritten.AsSpan(0, query);
        if (!HostilePath.NeedsLook(path))
        {
            return true;
        }

        if (!HostilePath.TryNormalize(path, out var normal))
        {
            return false;
        }

        rewritten = query < 0 ? normal : string.Concat(normal, rewritten.AsSpan(query));
        return true;
    }
}
