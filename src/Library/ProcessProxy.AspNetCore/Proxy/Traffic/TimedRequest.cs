using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Proxy.Traffic;

/// <summary>The note with the start time of a request in progress.</summary>
internal sealed class TimedRequest : RequestNote<TimedRequest>
{
    /// <summary>Gets or sets when it arrived, as a timestamp of the clock.</summary>
    public long Begun { get; set; }

    /// <summary>Gets or sets the request, until it is complete.</summary>
    public HttpContext? Context { get; set; }

    /// <inheritdoc/>
    public override void Clear() => Context = null;
}
