using System.Diagnostics;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Proxy.Tracing;

/// <summary>
/// Gives each forwarded request a name by which it is found again in other logs: <c>X-Request-Id</c>, and <c>traceparent</c> of W3C
/// Trace Context. Those of a trusted proxy are kept, anybody else's are replaced.
/// </summary>
internal static class TraceHeaders
{
    private const string StateName = "tracestate";

    /// <summary>Sets them on a request that has been copied from the client's; when it is sent again, to the same values.</summary>
    public static void Apply(HttpContext context, HttpRequestHeaders headers)
    {
        var traced = TracedRequest.Of(context.Features);
        traced.RequestId ??= RequestId.ToldBy(context);
        if (traced.ClientSpan is { } span)
        {
            traced.RequestId ??= span.TraceId.ToHexString();
            Replace(headers, span);
        }
        else if (TraceParent.ToldBy(context) is { } told)
        {
            traced.RequestId ??= TraceParent.IdOf(told);
        }
        else
        {
            // The state belongs to the parent, and goes with it.
            headers.Remove(StateName);
            headers.Remove(TraceParent.Name);
            traced.TraceParent ??= TraceParent.Create(SamplingDecision.Of(context) ?? TraceParent.IsWanted(context) ?? true);
            traced.RequestId ??= TraceParent.IdOf(traced.TraceParent);
            headers.TryAddWithoutValidation(TraceParent.Name, traced.TraceParent);
        }

        headers.Remove(RequestId.Name);
        headers.TryAddWithoutValidation(RequestId.Name, traced.RequestId);
    }

    /// <summary>Who is asked goes on from the span of the asking.</summary>
    private static void Replace(HttpRequestHeaders headers, Activity span)
    {
        headers.Remove(StateName);
        headers.Remove(TraceParent.Name);
        headers.TryAddWithoutValidation(TraceParent.Name, span.Id);
        if (span.TraceStateString is { Length: > 0 } state)
        {
            headers.TryAddWithoutValidation(StateName, state);
        }
    }
}
