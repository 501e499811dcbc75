using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore.Proxy.Answers;
using ProcessProxy.AspNetCore.Proxy.Routing;
using Yarp.ReverseProxy.Forwarder;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding;

/// <summary>Forwards a routed request to its backend and words the answer when that fails.</summary>
internal sealed class ForwardingEndpoint(IHttpForwarder forwarder, HttpMessageInvoker client, ILogger log)
{
    /// <summary>Handles one request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var routed = context.Features.GetRequiredRoute();
        var backend = routed.Route.Backend!;
        if (Aim(routed, backend) is { } refusal)
        {
            await ErrorAnswer.WriteAsync(context, refusal).ConfigureAwait(false);
            return;
        }

        // The forwarder watches RequestAborted by itself.
        var error = await forwarder.SendAsync(context, backend.Prefix, client, backend.Config, backend.Transformer).ConfigureAwait(false);
        if (error != ForwarderError.None)
        {
            await AnswerFailureAsync(context, routed, error).ConfigureAwait(false);
        }
    }

    private ProxyError? Aim(RoutedRequest routed, Backend backend)
    {
        ref readonly var target = ref routed.Target;
        string? rewritten;
        try
        {
            rewritten = routed.Route.Rewriter.Rewrite(target.Path);
        }
        catch (RegexMatchTimeoutException e)
        {
            Log.RewriteTimedOut(log, routed.Route.Spec.Domain ?? "*", routed.Route.Spec.Path, e.Pattern);
            return ProxyErrors.RewriteTimeout;
        }

        if (rewritten is not null && !Straighten(ref rewritten))
        {
            return ProxyErrors.BadTarget;
        }

        routed.Destination = backend.Address(rewritten ?? target.Path, target.Query);
        return null;
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

    private async Task AnswerFailureAsync(HttpContext context, RoutedRequest routed, ForwarderError error)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to be answered, and a client that went away is no news.
            return;
        }

        var cause = context.GetForwarderErrorFeature()?.Exception;
        Log.ForwardingFailed(log, context.Request.Method, routed.Destination, error, cause?.GetBaseException().Message);
        if (!context.Response.HasStarted)
        {
            await ErrorAnswer.WriteAsync(context, context.Response.StatusCode switch
            {
                StatusCodes.Status504GatewayTimeout => ProxyErrors.BackendTimeout,
                >= 400 and < 500 => ProxyErrors.BadBody with { Status = context.Response.StatusCode },
                _ => ProxyErrors.BackendUnreachable,
            }).ConfigureAwait(false);
        }
    }
}
