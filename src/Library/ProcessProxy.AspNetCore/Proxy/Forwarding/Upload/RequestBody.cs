using System.Net;
using ProcessProxy.AspNetCore.Proxy.Forwarding.Streams;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding.Upload;

/// <summary>
/// The body of a request, sent while the response is read: a backend may respond before it has received all of it, and may never read the rest. The HTTP
/// client supports this on HTTP/2 only; on HTTP/1.1 it reads after it has written, and treats a backend that closes in between as one that broke off.
/// </summary>
internal sealed class RequestBody(HttpContent inner) : PassingContent(inner)
{
    private RequestBodyWriter? writer;
    private Task sending = Task.CompletedTask;

    /// <summary>Gets whether the backend has not received all of it: it is being sent, or was refused.</summary>
    public bool IsUnfinished => !sending.IsCompleted || writer is { IsRefused: true };

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var copying = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        writer = new RequestBodyWriter(stream, Headers.ContentLength, copying);
        var copy = Inner.CopyToAsync(writer, context, copying.Token);
        sending = EndAsync(copy, writer, copying);
        if (!copy.IsCompleted)
        {
            await Task.WhenAny(copy, writer.Beside).ConfigureAwait(false);
        }

        if (writer.Beside.IsCompleted)
        {
            await writer.SatisfyClientAsync(cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await copy.ConfigureAwait(false);
        }
    }

    /// <summary>Ends a started body. The forwarder reports failures: it has copied, and knows the reason.</summary>
    private static async Task EndAsync(Task copy, RequestBodyWriter writer, CancellationTokenSource copying)
    {
        using (copying)
        {
            try
            {
                await copy.ConfigureAwait(false);
                await writer.CompleteAsync(copying.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException or ObjectDisposedException)
            {
                if (writer is { Beside.IsCompleted: true, IsRefused: false })
                {
                    writer.Connection!.Break();
                }
            }
        }
    }
}
