using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore.Proxy.Answers;

namespace ProcessProxy.AspNetCore.Proxy.Routing;

/// <summary>Works out which path a request has once its route has rewritten it.</summary>
internal static class Aim
{
    /// <summary>Rewrites the path of a request.</summary>
    /// <param name="routed">The request.</param>
    /// <param name="log">Where an expression that takes too long is told.</param>
    /// <param name="rewritten">The path, perhaps with a query of its own; null when it stays as it is.</param>
    /// <param name="refusal">What to answer instead.</param>
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

    // Cutting a piece out of a harmless path can leave a "/../" behind.
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
