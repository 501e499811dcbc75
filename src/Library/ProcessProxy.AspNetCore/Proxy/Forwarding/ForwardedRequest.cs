using ProcessProxy.AspNetCore.Http;
using ProcessProxy.AspNetCore.Proxy.Forwarding.Targets;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding;

/// <summary>The note that says where a request is sent, and what has come of it.</summary>
internal sealed class ForwardedRequest : RequestNote<ForwardedRequest>
{
    /// <summary>The address at the backend; set just before the request is sent.</summary>
    public Uri? Destination { get; set; }

    /// <summary>Where among the targets of its route it is sent; set just before that.</summary>
    public Target? SentTo { get; set; }

    /// <summary>The path of its route when that was taken off the front, so that the backend does not see it; else null.</summary>
    public string? StrippedPrefix { get; set; }

    /// <summary>Whether the client has the whole answer of the backend, although its own body may not have come to an end.</summary>
    public bool IsAnswered { get; set; }

    /// <inheritdoc/>
    public override void Clear() => (Destination, SentTo, StrippedPrefix, IsAnswered) = (null, null, null, false);
}
