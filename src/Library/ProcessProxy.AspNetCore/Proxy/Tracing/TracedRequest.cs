using System.Diagnostics;
using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Proxy.Tracing;

/// <summary>The note with the IDs of a forwarded request in other logs.</summary>
internal sealed class TracedRequest : RequestNote<TracedRequest>
{
    /// <summary>Gets or sets the ID of the request at the backend; null before it was forwarded.</summary>
    public string? RequestId { get; set; }

    /// <summary>Gets or sets the trace that was started for it; null if there is none of ours.</summary>
    public string? TraceParent { get; set; }

    /// <summary>Gets or sets the span of the forwarding; null if it is not traced.</summary>
    public Activity? ClientSpan { get; set; }

    /// <inheritdoc/>
    public override void Clear() => (RequestId, TraceParent, ClientSpan) = (null, null, null);
}
