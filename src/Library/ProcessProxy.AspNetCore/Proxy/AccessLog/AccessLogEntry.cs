using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace ProcessProxy.AspNetCore.Proxy.AccessLog;

/// <summary>The request feature that gathers what the access log says about a request.</summary>
internal sealed class AccessLogEntry
{
    private readonly TimeProvider clock;
    private readonly long begun;
    private long? forwarded;
    private long? headSent;

    private AccessLogEntry(HttpContext context, TimeProvider clock)
    {
        Context = context;
        this.clock = clock;
        Time = clock.GetUtcNow();
        begun = clock.GetTimestamp();
    }

    /// <summary>The request.</summary>
    public HttpContext Context { get; }

    /// <summary>When it came.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>How many bytes of its body have been read.</summary>
    public long Received { get; set; }

    /// <summary>How many bytes of the answer's body have been written.</summary>
    public long Sent { get; set; }

    /// <summary>How long it has taken so far.</summary>
    public TimeSpan Duration => clock.GetElapsedTime(begun);

    /// <summary>From sending it on, for the last time, to the head of the answer; null when it was not sent on.</summary>
    public TimeSpan? Upstream => forwarded is { } sent ? clock.GetElapsedTime(sent, headSent ?? clock.GetTimestamp()) : null;

    /// <summary>The status of the answer; 499 when the client did not wait for all of it.</summary>
    public int Status => IsCancelled() ? StatusCodes.Status499ClientClosedRequest : Context.Response.StatusCode;

    /// <summary>Begins to watch a request.</summary>
    public static AccessLogEntry Begin(HttpContext context, TimeProvider clock)
    {
        var entry = new AccessLogEntry(context, clock);
        var features = context.Features;
        features.Set(entry);
        features.Set<IHttpResponseBodyFeature>(new MeteredResponse(features.GetRequiredFeature<IHttpResponseBodyFeature>(), entry));
        if (features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false })
        {
            context.Request.Body = new MeteredStream(context.Request.Body, entry);
        }

        MeteredUpgrade.Attach(features, entry);
        context.Response.OnStarting(static state => ((AccessLogEntry)state).NoteHead(), entry);
        return entry;
    }

    /// <summary>Notes that the request is being sent on.</summary>
    public void NoteForwarded() => forwarded = clock.GetTimestamp();

    private Task NoteHead()
    {
        headSent = clock.GetTimestamp();
        return Task.CompletedTask;
    }

    // A connection that is cut after the last byte, or because the backend broke off, is no client that went away.
    private bool IsCancelled()
    {
        var response = Context.Response;
        if (!Context.RequestAborted.IsCancellationRequested || response.StatusCode == StatusCodes.Status101SwitchingProtocols)
        {
            return false;
        }

        return headSent is null || (Context.GetForwarderErrorFeature()?.Error switch
        {
            null => !HttpMethods.IsHead(Context.Request.Method) && response.StatusCode != StatusCodes.Status304NotModified && Sent < response.ContentLength,
            ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled or ForwarderError.RequestBodyClient
                or ForwarderError.ResponseBodyCanceled or ForwarderError.ResponseBodyClient => true,
            _ => false,
        });
    }
}
