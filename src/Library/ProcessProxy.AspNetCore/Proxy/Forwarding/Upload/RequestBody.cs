using System.Net;
using ProcessProxy.AspNetCore.Proxy.Forwarding.Streams;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding.Upload;

/// <summary>
/// The body of a request, sent while the answer is read: a backend may answer before it has all of it, or anything, and may never read the rest. The HTTP
/// client does so on HTTP/2 alone; on HTTP/1.1 it reads when it has written, and takes a backend that closes meanwhile for one that broke off.
/// </summary>
internal sealed class RequestBody(HttpContent inner) : PassingContent(inner)
{
    private RequestBodyWriter? writer;
    private Task sending = Task.CompletedTask;

    /// <summary>Whether the backend has not been sent all of it: it is on its way, or was refused.</summary>
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

    /// <summary>Ends what has been begun. A failure is the forwarder's to tell: it has copied, and knows what went wrong.</summary>
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
