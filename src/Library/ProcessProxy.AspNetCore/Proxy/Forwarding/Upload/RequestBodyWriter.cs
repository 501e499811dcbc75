using System.Buffers;
using System.Globalization;
using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding.Upload;

/// <summary>
/// Where the forwarder writes the body of a request: to the client's own stream until the connection is known, then straight to the backend, framed as
/// the head has said. On HTTP/2 it stays with the client's stream and flushes each piece: the backend may have to answer before the next one comes.
/// </summary>
/// <param name="client">The HTTP client's stream for this body.</param>
/// <param name="length">How long it is; null for one in chunks.</param>
/// <param name="copying">Ends the copying when nobody takes the rest any more.</param>
internal sealed class RequestBodyWriter(Stream client, long? length, CancellationTokenSource copying) : PassingStream(client)
{
    /// <summary>The longest body that passes the client by.</summary>
    /// <value>16 GB: the client wants to have written as much of something, which takes a call for each megabyte.</value>
    private const long Longest = 16L << 30;

    /// <summary>The most that a chunk has around it: its size in hexadecimal and two line ends.</summary>
    private const int MostOfFrame = 12;

    private static readonly byte[] LastChunk = "0\r\n\r\n"u8.ToArray();
    private static readonly byte[] Anything = new byte[1 << 20];

    private readonly TaskCompletionSource beside = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long written;
    private long owed;

    /// <summary>The connection that the client writes to; null as long as it is not known, and for HTTP/2.</summary>
    public IBackendConnection? Connection { get; set; }

    /// <summary>Ends when the rest goes past the client; never fails, and never ends for HTTP/2.</summary>
    public Task Beside => beside.Task;

    /// <summary>Whether the backend takes no more. What it has to say may be there nevertheless.</summary>
    public bool IsRefused { get; private set; }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) =>
        Beside.IsCompleted ? Task.CompletedTask : FlushClientAsync(cancellationToken);

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        written += buffer.Length;
        return buffer.IsEmpty ? ValueTask.CompletedTask
            : !Beside.IsCompleted ? WriteClientAsync(buffer, cancellationToken)
            : length is null ? SendChunkAsync(buffer, cancellationToken)
            : SendAsync(buffer, isLast: written >= length, cancellationToken);
    }

    /// <summary>Has the client write something in place of what passes it by; it is dropped.</summary>
    public async Task SatisfyClientAsync(CancellationToken cancellationToken)
    {
        for (; owed > 0; owed -= Anything.Length)
        {
            await Inner.WriteAsync(Anything.AsMemory(0, (int)Math.Min(owed, Anything.Length)), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the body after its last piece.</summary>
    public ValueTask CompleteAsync(CancellationToken cancellationToken) =>
        length is null && Beside.IsCompleted && !IsRefused ? SendAsync(LastChunk, isLast: true, cancellationToken) : ValueTask.CompletedTask;

    /// <summary>Ends the copying: the connection is closed.</summary>
    public void Abandon()
    {
        try
        {
            copying.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself in this moment.
        }
    }

    private async Task FlushClientAsync(CancellationToken cancellationToken)
    {
        await Asking(() => Inner.FlushAsync(cancellationToken)).ConfigureAwait(false);
        PassClientBy();
    }

    // Seldom: only what the backend has asked for by 100 (Continue) is written before the connection is known.
    private async ValueTask WriteClientAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        await Asking(() => Inner.WriteAsync(buffer, cancellationToken).AsTask()).ConfigureAwait(false);
        if (written != length)
        {
            await FlushClientAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private Task Asking(Func<Task> write)
    {
        SendingSide.Ask(this);
        try
        {
            return write();
        }
        finally
        {
            SendingSide.Ask(null);
        }
    }

    /// <summary>The client has sent all that it has. Only now another may write to the connection.</summary>
    private void PassClientBy()
    {
        owed = (length - written) ?? 0;
        if (Connection is { } connection && owed <= Longest)
        {
            connection.Sending.Begin(this, length is null ? LastChunk.Length : owed);
            beside.TrySetResult();
        }
    }

    private async ValueTask SendChunkAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        var chunk = ArrayPool<byte>.Shared.Rent(buffer.Length + MostOfFrame);
        try
        {
            // One write: each is a packet.
            buffer.Length.TryFormat(chunk, out var head, "X", CultureInfo.InvariantCulture);
            "\r\n"u8.CopyTo(chunk.AsSpan(head));
            buffer.CopyTo(chunk.AsMemory(head + 2));
            "\r\n"u8.CopyTo(chunk.AsSpan(head + 2 + buffer.Length));
            await SendAsync(chunk.AsMemory(0, head + 4 + buffer.Length), isLast: false, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, bool isLast, CancellationToken cancellationToken)
    {
        try
        {
            await (isLast ? Connection!.Sending.SendLastAsync(bytes, cancellationToken) : Connection!.SendAsync(bytes, cancellationToken)).ConfigureAwait(false);
        }
        catch
        {
            IsRefused = true;
            throw;
        }
    }
}
