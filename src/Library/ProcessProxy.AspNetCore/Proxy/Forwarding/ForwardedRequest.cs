using ProcessProxy.AspNetCore.Http;
using ProcessProxy.AspNetCore.Proxy.Forwarding.Targets;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding;

/// <summary>The note with the target of a request and the result.</summary>
internal sealed class ForwardedRequest : RequestNote<ForwardedRequest>
{
    /// <summary>Gets or sets the URL at the backend; set just before the request is sent.</summary>
    public Uri? Destination { get; set; }

    /// <summary>Gets or sets the number of its target; set just before the request is sent.</summary>
    public Target? SentTo { get; set; }

    /// <summary>Gets or sets the path of its route if it was removed, so that the backend does not see it; otherwise null.</summary>
    public string? StrippedPrefix { get; set; }

    /// <summary>Gets or sets whether the client has the complete response of the backend, although its own body may not be complete.</summary>
    public bool IsAnswered { get; set; }

    /// <inheritdoc/>
    public override void Clear() => (Destination, SentTo, StrippedPrefix, IsAnswered) = (null, null, null, false);
}
