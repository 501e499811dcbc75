using System.Buffers;
using System.Globalization;
using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding.Upload;

/// <summary>
/// The stream that the forwarder writes the request body to: the client's own stream until the connection is known, then directly the backend, framed as
/// in the head. On HTTP/2 it stays with the client's stream and flushes each piece: the backend may have to respond before the next one.
/// </summary>
/// <param name="client">The HTTP client's stream for this body.</param>
/// <param name="length">The length; null for chunks.</param>
/// <param name="copying">Canceled when nobody accepts the rest.</param>
internal sealed class RequestBodyWriter(Stream client, long? length, CancellationTokenSource copying) : PassingStream(client)
{
    /// <summary>The longest body that bypasses the client.</summary>
    /// <value>16 GB: the client must have written the same amount of something, which requires a call for each megabyte.</value>
    private const long Longest = 16L << 30;

    /// <summary>The largest overhead of a chunk: its size in hexadecimal and two line breaks.</summary>
    private const int MostOfFrame = 12;

    private static readonly byte[] LastChunk = "0\r\n\r\n"u8.ToArray();
    private static readonly byte[] Anything = new byte[1 << 20];

    private readonly TaskCompletionSource beside = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long written;
    private long owed;

    /// <summary>Gets or sets the connection that the client writes to; null until it is known, and for HTTP/2.</summary>
    public IBackendConnection? Connection { get; set; }

    /// <summary>Gets a task that completes when the rest bypasses the client; it never fails, and never completes for HTTP/2.</summary>
    public Task Beside => beside.Task;

    /// <summary>Gets whether the backend accepts no more. Its response may exist nevertheless.</summary>
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

    /// <summary>Makes the client write something in place of the body, which is dropped.</summary>
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

    /// <summary>Cancels the copying: the connection is closed.</summary>
    public void Abandon()
    {
        try
        {
            copying.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has just ended by itself.
        }
    }

    private async Task FlushClientAsync(CancellationToken cancellationToken)
    {
        await Asking(() => Inner.FlushAsync(cancellationToken)).ConfigureAwait(false);
        PassClientBy();
    }

    // Rare: only what the backend has requested with 100 (Continue) is written before the connection is known.
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

    /// <summary>The client has sent everything. Only now may others write to the connection.</summary>
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
            // One write, because each is a packet.
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
