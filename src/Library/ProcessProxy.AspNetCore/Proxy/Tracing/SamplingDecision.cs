using Microsoft.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Proxy.Tracing;

/// <summary>The request feature that records that the sampler of our traces has excluded a request. It is passed on to the backend.</summary>
internal sealed class SamplingDecision
{
    private static readonly SamplingDecision LeftOut = new();

    private SamplingDecision()
    {
    }

    /// <summary>Records that a request was excluded.</summary>
    public static void LeaveOut(HttpContext context) => context.Features.Set(LeftOut);

    /// <summary>Returns false for an excluded request, or null if there is no decision.</summary>
    public static bool? Of(HttpContext context) => context.Features.Get<SamplingDecision>() is null ? null : false;
}
