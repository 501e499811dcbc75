using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Proxy.Routing;

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
        var routed = context.Features.GetRequiredRoute();
        routed.RequestId ??= RequestId.ToldBy(context);
        if (TraceParent.ToldBy(context) is { } told)
        {
            routed.RequestId ??= TraceParent.IdOf(told);
        }
        else
        {
            // The state belongs to the parent, and goes with it.
            headers.Remove(StateName);
            headers.Remove(TraceParent.Name);
            routed.TraceParent ??= TraceParent.Create();
            routed.RequestId ??= TraceParent.IdOf(routed.TraceParent);
            headers.TryAddWithoutValidation(TraceParent.Name, routed.TraceParent);
        }

        headers.Remove(RequestId.Name);
        headers.TryAddWithoutValidation(RequestId.Name, routed.RequestId);
    }
}
