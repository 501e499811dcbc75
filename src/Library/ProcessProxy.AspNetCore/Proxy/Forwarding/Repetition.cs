using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding;

/// <summary>Whether a request that failed may be sent again.</summary>
internal enum Repetition
{
    /// <summary>It may have done something already, or cannot be sent whole again.</summary>
    Forbidden,

    /// <summary>It was sent, but changes nothing by being sent twice.</summary>
    Harmless,

    /// <summary>It was never sent.</summary>
    NotSent,
}

/// <summary>Tells what may be sent again.</summary>
internal static class Repetitions
{
    /// <summary>How often a request that was sent may be sent again: one that makes its backend crash must not do so for as long as it waits.</summary>
    /// <value>2.</value>
    public const int MaxHarmless = 2;

    /// <summary>Judges a failure. Nothing of an answer has been sent to the client where it returns anything but <see cref="Repetition.Forbidden"/>.</summary>
    public static Repetition Judge(HttpContext context, ForwarderError error)
    {
        if (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested
            || context.GetForwarderErrorFeature()?.Exception is not HttpRequestException cause)
        {
            return Repetition.Forbidden;
        }

        if (cause.HttpRequestError == HttpRequestError.ConnectionError)
        {
            return Repetition.NotSent;
        }

        return error == ForwarderError.Request && IsSafe(context.Request) && !HasBody(context) ? Repetition.Harmless : Repetition.Forbidden;
    }

    /// <summary>Takes back what the failure has left in the answer.</summary>
    public static void Reset(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Features.Set<IForwarderErrorFeature>(null);
    }

    /// <summary>Whether a method changes nothing at the backend.</summary>
    private static bool IsSafe(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);

    // An upgrade has no body before it is granted, though it can have one afterwards.
    private static bool HasBody(HttpContext context) =>
        context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true }
        && context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false };
}
