using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ProcessProxy.AspNetCore.Connections;
using ProcessProxy.AspNetCore.Http;
using ProcessProxy.AspNetCore.Proxy.Forwarding.Targets;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding;

/// <summary>The note with the target of a request and the result.</summary>
internal sealed class ForwardedRequest : RequestNote<ForwardedRequest>
{
    /// <summary>Gets or sets the URL at the backend; set just before the request is sent.</summary>
    public Uri? Destination { get; set; }

    /// <summary>Gets or sets its target; set just before the request is sent.</summary>
    public Target? SentTo { get; set; }

    /// <summary>Gets the number of the instance that it was sent to; null if it was sent to none.</summary>
    public int? Instance => SentTo?.Endpoint?.Instance;

    /// <summary>Gets the targets that failed for it; null if none has.</summary>
    public List<Target>? Tried { get; private set; }

    private bool IsStream { get; set; }

    /// <summary>Gets or sets the path of its route if it was removed, so that the backend does not see it; otherwise null.</summary>
    public string? StrippedPrefix { get; set; }

    /// <summary>Gets or sets whether the client has the complete response of the backend, although its own body may not be complete.</summary>
    public bool IsAnswered { get; set; }

    /// <summary>Returns whether a target failed for it.</summary>
    public bool HasTried(Target target) => Tried?.Contains(target) == true;

    /// <summary>Records that its target failed.</summary>
    public void NoteFailure() => (Tried ??= []).Add(SentTo!);

    /// <summary>Forgets which targets failed: each may be tried again.</summary>
    public void ForgetFailures() => Tried = null;

    /// <summary>Returns a token that is canceled when it must end as a stream: with the instance that it was sent to, or with this server.</summary>
    public CancellationToken ClosingOf(HttpContext context)
    {
        var instance = SentTo?.Endpoint?.Closing ?? CancellationToken.None;
        var server = context.RequestServices?.GetService<Departure>()?.EndOfStreams ?? CancellationToken.None;
        if (!instance.CanBeCanceled || !server.CanBeCanceled)
        {
            return instance.CanBeCanceled ? instance : server;
        }

        var either = CancellationTokenSource.CreateLinkedTokenSource(instance, server);
        context.Response.RegisterForDispose(either);
        return either.Token;
    }

    /// <summary>Tells the instance that it is a WebSocket or an event stream, which ends with the instance.</summary>
    public void BecomeStream()
    {
        if (!IsStream && SentTo?.Endpoint is { } endpoint)
        {
            IsStream = true;
            endpoint.BecomeStream();
        }
    }

    /// <summary>Removes it from the count of its target.</summary>
    public void Leave()
    {
        SentTo!.Leave(IsStream);
        IsStream = false;
    }

    /// <inheritdoc/>
    public override void Clear() => (Destination, SentTo, Tried, IsStream, StrippedPrefix, IsAnswered) = (null, null, null, false, null, false);
}
