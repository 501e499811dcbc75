using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Proxy.Traffic;

/// <summary>The note that says since when a request is under way.</summary>
internal sealed class TimedRequest : RequestNote<TimedRequest>
{
    /// <summary>When it came, as a timestamp of the clock.</summary>
    public long Begun { get; set; }

    /// <summary>The request, until it is over.</summary>
    public HttpContext? Context { get; set; }

    /// <inheritdoc/>
    public override void Clear() => Context = null;
}
