using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Api;

/// <summary>
/// A response that continues until the caller disconnects or the server shuts down. The next item is requested only when the
/// connection has accepted the last one, so a slow reader delays only its own sequence, and nothing is buffered for it.
/// </summary>
internal sealed class StreamedAnswer<T> : IDisposable
{
    /// <value>15 seconds: proxies in between close a connection that is silent for a minute or less.</value>
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    /// <summary>The approximate size up to which items that are ready together are sent together.</summary>
    private const int FlushSize = 16 * 1024;

    private readonly HttpContext http;
    private readonly ApiContext api;
    private readonly IStreamFormat<T> format;
    private readonly CancellationTokenSource ending;
    private readonly PeriodicTimer beat;
    private Task<bool>? tick;
    private bool begun;

    public StreamedAnswer(HttpContext http, ApiContext api, IStreamFormat<T> format)
    {
        (this.http, this.api, this.format) = (http, api, format);
        ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, api.Stopping);
        beat = new PeriodicTimer(KeepAlive, api.Time);
    }

    /// <summary>Writes every item of the sequence that <paramref name="open"/> returns.</summary>
    public async Task WriteAsync(Func<CancellationToken, IAsyncEnumerable<T>> open)
    {
        if (HttpMethods.IsHead(http.Request.Method))
        {
            Prepare();
            return;
        }

        var items = open(ending.Token).GetAsyncEnumerator(ending.Token);
        await using (items.ConfigureAwait(false))
        {
            try
            {
                await CopyAsync(items).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                // The caller disconnected or the server is shutting down: this is the normal end of a stream.
            }
            catch (ProcessProxyException failure) when (begun)
            {
                Log.StreamFailed(api.Logger, http.Request.Path, failure.Message);
                if (!format.WriteFailure(http.Response.BodyWriter, ApiOutput.Describe(failure)))
                {
                    http.Abort(); // A stream that ended early must not look complete.
                }
            }
        }
    }

    public void Dispose()
    {
        beat.Dispose();
        ending.Dispose();
    }

    private async Task CopyAsync(IAsyncEnumerator<T> items)
    {
        while (await NextAsync(items).ConfigureAwait(false))
        {
            var body = Begin();
            format.Write(body, items.Current);
            if (body.UnflushedBytes >= FlushSize)
            {
                await FlushAsync(body).ConfigureAwait(false);
            }
        }

        Begin();
    }

    private async ValueTask<bool> NextAsync(IAsyncEnumerator<T> items)
    {
        var next = items.MoveNextAsync();
        if (next.IsCompleted)
        {
            return await next.ConfigureAwait(false);
        }

        var pending = next.AsTask();
        try
        {
            // The response begins only here: an immediate failure gets its own status.
            var body = Begin();
            await FlushAsync(body).ConfigureAwait(false);
            while (!pending.IsCompleted)
            {
                tick ??= beat.WaitForNextTickAsync(CancellationToken.None).AsTask();
                if (await Task.WhenAny(pending, tick).ConfigureAwait(false) == pending)
                {
                    break;
                }

                tick = null;
                if (format.WriteKeepAlive(body))
                {
                    await FlushAsync(body).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            if (!pending.IsCompleted)
            {
                await ending.CancelAsync().ConfigureAwait(false);
            }

            // A sequence must not be disposed while it is waiting for its next item.
            await ((Task)pending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return await pending.ConfigureAwait(false);
    }

    private PipeWriter Begin()
    {
        if (!begun)
        {
            begun = true;
            Prepare();
            format.WriteBeginning(http.Response.BodyWriter);
        }

        return http.Response.BodyWriter;
    }

    private void Prepare()
    {
        ApiOutput.Prepare(http.Response, StatusCodes.Status200OK, format.ContentType);
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();

        // A reader may pause as long as it likes (a pager, a debugger): this costs one connection and no memory.
        if (http.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }

    private async ValueTask FlushAsync(PipeWriter body)
    {
        ending.Token.ThrowIfCancellationRequested();
        await body.FlushAsync(ending.Token).ConfigureAwait(false);
    }
}
