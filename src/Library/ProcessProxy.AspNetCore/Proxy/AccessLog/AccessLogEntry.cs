using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace ProcessProxy.AspNetCore.Proxy.AccessLog;

/// <summary>The request feature that collects the data for the access log.</summary>
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

    /// <summary>Gets the request.</summary>
    public HttpContext Context { get; }

    /// <summary>Gets when it arrived.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>Gets or sets how many bytes of its body have been read.</summary>
    public long Received { get; set; }

    /// <summary>Gets or sets how many bytes of the response body have been written.</summary>
    public long Sent { get; set; }

    /// <summary>Gets how long it has taken so far.</summary>
    public TimeSpan Duration => clock.GetElapsedTime(begun);

    /// <summary>Gets the time from forwarding it, for the last time, to the response head; null if it was not forwarded.</summary>
    public TimeSpan? Upstream => forwarded is { } sent ? clock.GetElapsedTime(sent, headSent ?? clock.GetTimestamp()) : null;

    /// <summary>Gets the status of the response; 499 if the client did not wait for all of it.</summary>
    public int Status => IsCancelled() ? StatusCodes.Status499ClientClosedRequest : Context.Response.StatusCode;

    /// <summary>Starts observing a request.</summary>
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

    /// <summary>Records that the request is being forwarded.</summary>
    public void NoteForwarded() => forwarded = clock.GetTimestamp();

    private Task NoteHead()
    {
        headSent = clock.GetTimestamp();
        return Task.CompletedTask;
    }

    // A connection that ends after the last byte, or because the backend broke off, does not mean that the client disconnected.
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
