using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Proxy.Traffic;

/// <summary>The request feature that says since when a request is under way.</summary>
internal sealed class TimedRequest : KeptFeature<TimedRequest>
{
    /// <summary>When it came, as a timestamp of the clock.</summary>
    public long Begun { get; set; }

    /// <summary>The request, until it is over.</summary>
    public HttpContext? Context { get; set; }

    /// <inheritdoc/>
    protected override void Clear() => Context = null;
}
