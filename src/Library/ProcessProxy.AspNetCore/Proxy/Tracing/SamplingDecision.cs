using Microsoft.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Proxy.Tracing;

/// <summary>The request feature that says that the sampler of our traces has left a request out. Who is asked next goes by it.</summary>
internal sealed class SamplingDecision
{
    private static readonly SamplingDecision LeftOut = new();

    private SamplingDecision()
    {
    }

    /// <summary>Takes note that a request has been left out.</summary>
    public static void LeaveOut(HttpContext context) => context.Features.Set(LeftOut);

    /// <summary>False for a request that was left out; null when nobody has decided.</summary>
    public static bool? Of(HttpContext context) => context.Features.Get<SamplingDecision>() is null ? null : false;
}
