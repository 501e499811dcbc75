using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding;

/// <summary>Specifies whether a failed request may be sent again.</summary>
internal enum Repetition
{
    /// <summary>It may have had an effect, or cannot be sent again completely.</summary>
    Forbidden,

    /// <summary>It was sent, but sending it twice has no effect.</summary>
    Harmless,

    /// <summary>It was never sent.</summary>
    NotSent,
}

/// <summary>Decides which requests may be sent again.</summary>
internal static class Repetitions
{
    /// <summary>The number of times that a sent request may be sent again: a request that crashes its backend must not do so as long as it waits.</summary>
    /// <value>2.</value>
    public const int MaxHarmless = 2;

    /// <summary>Judges a failure. Nothing of the response has been sent to the client unless the result is <see cref="Repetition.Forbidden"/>.</summary>
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

    /// <summary>Resets the response after a failure.</summary>
    public static void Reset(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Features.Set<IForwarderErrorFeature>(null);
    }

    /// <summary>Returns whether a method changes nothing at the backend.</summary>
    private static bool IsSafe(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);

    // An upgrade has no body before it is granted, although it can have one afterwards.
    private static bool HasBody(HttpContext context) =>
        context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true }
        && context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false };
}
