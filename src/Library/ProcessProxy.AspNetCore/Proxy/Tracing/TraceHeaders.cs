using System.Diagnostics;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Proxy.Tracing;

/// <summary>
/// Gives each forwarded request an ID to find it in other logs: <c>X-Request-Id</c>, and <c>traceparent</c> of W3C
/// Trace Context. Those of a trusted proxy are kept, all others are replaced.
/// </summary>
internal static class TraceHeaders
{
    private const string StateName = "tracestate";

    /// <summary>Sets them on a forwarded request; if it is sent again, to the same values.</summary>
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
            // The state belongs to the parent, and is passed on with it.
            headers.Remove(StateName);
            headers.Remove(TraceParent.Name);
            traced.TraceParent ??= TraceParent.Create(SamplingDecision.Of(context) ?? TraceParent.IsWanted(context) ?? true);
            traced.RequestId ??= TraceParent.IdOf(traced.TraceParent);
            headers.TryAddWithoutValidation(TraceParent.Name, traced.TraceParent);
        }

        headers.Remove(RequestId.Name);
        headers.TryAddWithoutValidation(RequestId.Name, traced.RequestId);
    }

    /// <summary>The backend continues from the span of the forwarded request.</summary>
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
