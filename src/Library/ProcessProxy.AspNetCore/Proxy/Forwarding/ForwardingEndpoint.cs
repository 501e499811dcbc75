using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore.Connections;
using ProcessProxy.AspNetCore.Proxy.Answers;
using ProcessProxy.AspNetCore.Proxy.Forwarding.Streams;
using ProcessProxy.AspNetCore.Proxy.Holding;
using ProcessProxy.AspNetCore.Proxy.Limits;
using ProcessProxy.AspNetCore.Proxy.Routing;
using ProcessProxy.Platform;
using Yarp.ReverseProxy.Forwarder;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding;

/// <summary>
/// Forwards the requests of a route to an available target when the process can answer, and creates the response if that fails.
/// </summary>
/// <param name="forwarder">Forwards a request and its response.</param>
/// <param name="client">The connections to all backends.</param>
/// <param name="backend">The targets of this route.</param>
/// <param name="hold">Holds requests while the process of the route starts; null for a route without a process.</param>
/// <param name="log">The proxy's log.</param>
internal sealed class ForwardingEndpoint(
    IHttpForwarder forwarder, HttpMessageInvoker client, Backend backend, RequestHold? hold, ILogger log)
{
    /// <summary>The number of times that a sent request may be sent again. A single target without a process does not recover while a request waits.</summary>
    private readonly int mostAgain = hold is null && !backend.HasSeveral ? 1 : Repetitions.MaxHarmless;

    /// <summary>Handles one request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (Hops.Of(context.Request.Headers) >= Hops.Most)
        {
            return ErrorAnswer.WriteAsync(context, ProxyErrors.Loop);
        }

        var routed = context.Features.GetRequiredRoute();
        if (!Aim.TryTake(routed, log, out var path, out var refusal))
        {
            return ErrorAnswer.WriteAsync(context, refusal);
        }

        ForwardedRequest.Of(context.Features).StrippedPrefix = path is not null && IsCut(routed, path) ? routed.Route.Prefix : null;
        return ForwardAsync(context, hold is null ? null : HeldRequest.Of(context.Features), path);
    }

    /// <summary>Returns whether a path is that of the request without the route's own path in front.</summary>
    private static bool IsCut(RoutedRequest routed, ReadOnlySpan<char> path)
    {
        var query = path.IndexOf('?');
        path = query < 0 ? path : path[..query];
        var below = PathBelow.Cut(routed.Target.Path, routed.Route.DecodedPath);
        return routed.Route.DecodedPath is not "/" && path.SequenceEqual(below.IsEmpty ? "/" : below);
    }

    // Each local variable costs memory for each request while it is in progress: data in the notes of a request is looked up again.
    private async Task ForwardAsync(HttpContext context, HeldRequest? held, string? path)
    {
        var sentAgain = 0;
        try
        {
            while (true)
            {
                if (hold is not null && !await hold.AdmitAsync(context, held!).ConfigureAwait(false))
                {
                    return;
                }

                if (hold is not null && context.Features.GetRequiredRoute().Route.Successor is { } successor)
                {
                    // The process it waited for may listen elsewhere by now.
                    held!.Leave();
                    context.Features.GetRequiredRoute().MoveTo(successor);
                    await successor.Forwarding!(context).ConfigureAwait(false);
                    return;
                }

                if (!backend.TryEnter(context, ForwardedRequest.Of(context.Features)))
                {
                    // Its last instance has begun to end since: the request waits for the next.
                    held!.Leave();
                    continue;
                }

                RestartedWebSocket? webSocket = null;
                ForwarderError error;
                try
                {
                    webSocket = RestartedWebSocket.Watch(context, static http => ForwardedRequest.Of(http.Features).ClosingOf(http));
                    error = await SendAsync(context, path).ConfigureAwait(false);
                }
                finally
                {
                    ForwardedRequest.Of(context.Features).Leave();
                    held?.Leave();
                }

                if (webSocket is not null)
                {
                    await webSocket.CloseAsync(context.RequestAborted).ConfigureAwait(false);
                }

                if (error == ForwarderError.None || ForwardedRequest.Of(context.Features).IsAnswered || webSocket is { IsReplaced: true })
                {
                    // It is not an error if the backend did not read the complete body, or does not answer our close frame.
                    return;
                }

                if (RanOut(context))
                {
                    // Our own lack of resources is not an error of the target: other requests must not avoid it.
                    await AnswerFailureAsync(context, error).ConfigureAwait(false);
                    return;
                }

                var repetition = Repetitions.Judge(context, error);
                if (repetition == Repetition.Forbidden || (repetition == Repetition.Harmless && ++sentAgain > mostAgain)
                    || !CanGoOn(held, ForwardedRequest.Of(context.Features), repetition))
                {
                    await AnswerFailureAsync(context, error).ConfigureAwait(false);
                    return;
                }

                Repetitions.Reset(context);
            }
        }
        finally
        {
            held?.LeaveUse();
        }
    }

    // The forwarder observes RequestAborted itself.
    private ValueTask<ForwarderError> SendAsync(HttpContext context, string? path)
    {
        var asked = context.Features.GetRequiredRoute();
        var forwarded = ForwardedRequest.Of(context.Features);
        var target = forwarded.SentTo!;
        forwarded.Destination = target.Address(path ?? asked.Target.Path, asked.Target.Query);
        return forwarder.SendAsync(context, target.Prefix, client, backend.ConfigFor(target, context.Request), backend.Transformer);
    }

    /// <summary>Returns whether the target could not be reached because descriptors are low.</summary>
    private static bool RanOut(HttpContext context) =>
        context.GetForwarderErrorFeature()?.Exception is { } cause && (cause.GetBaseException() is NoRoomException || OpenFiles.RanOut(cause));

    /// <summary>Returns whether another attempt makes sense: there is another target, the process may recover, or an idle connection may have just ended.</summary>
    private bool CanGoOn(HeldRequest? held, ForwardedRequest forwarded, Repetition repetition)
    {
        forwarded.SentTo!.Rest();
        forwarded.NoteFailure();
        if (backend.HasOther(forwarded))
        {
            return true;
        }

        forwarded.ForgetFailures();
        return hold is null ? repetition == Repetition.Harmless : hold.NoteUnreachable(held!);
    }

    private async Task AnswerFailureAsync(HttpContext context, ForwarderError error)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to receive a response, and a client that disconnected is not worth a message.
            return;
        }

        var cause = context.GetForwarderErrorFeature()?.Exception;
        Log.ForwardingFailed(log, context.Request.Method, ForwardedRequest.Of(context.Features).Destination?.GetLeftPart(UriPartial.Path), error, cause?.GetBaseException().Message);
        if (!context.Response.HasStarted)
        {
            var failure = context.Response.StatusCode switch
            {
                _ when RanOut(context) => ProxyErrors.Busy,
                _ when context.Request.Body is BoundedBody { IsExceeded: true } => ProxyErrors.BodyTooLarge,
                StatusCodes.Status504GatewayTimeout => ProxyErrors.BackendTimeout,
                >= 400 and < 500 => ProxyErrors.BadBody with { Status = context.Response.StatusCode },
                _ => ProxyErrors.BackendUnreachable,
            };
            context.Response.Clear(); // Headers of the backend for a response that it did not complete.
            await ErrorAnswer.WriteAsync(context, failure).ConfigureAwait(false);
        }
    }
}
