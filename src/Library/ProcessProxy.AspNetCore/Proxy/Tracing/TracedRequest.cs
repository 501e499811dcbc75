using System.Diagnostics;
using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Proxy.Tracing;

/// <summary>The note that says by which names a forwarded request is found again in other logs.</summary>
internal sealed class TracedRequest : RequestNote<TracedRequest>
{
    /// <summary>What the request is called at the backend; null before it was forwarded.</summary>
    public string? RequestId { get; set; }

    /// <summary>The trace that was begun for it; null when there is none of ours.</summary>
    public string? TraceParent { get; set; }

    /// <summary>The span of sending it on; null when nobody traces it.</summary>
    public Activity? ClientSpan { get; set; }

    /// <inheritdoc/>
    public override void Clear() => (RequestId, TraceParent, ClientSpan) = (null, null, null);
}
