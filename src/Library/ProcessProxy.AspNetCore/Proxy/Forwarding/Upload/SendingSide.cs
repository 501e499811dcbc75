using System.Runtime.CompilerServices;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding.Upload;

/// <summary>
/// The sending side of an HTTP/1.1 connection. The HTTP client writes heads; it would not read a response before a body is sent, so a body that is not
/// available immediately bypasses it (<see cref="RequestBody"/>), and what the client writes in its place is dropped here.
/// </summary>
/// <param name="connection">The connection.</param>
internal sealed class SendingSide(IBackendConnection connection)
{
    [ThreadStatic]
    private static RequestBodyWriter? asking;

    [ThreadStatic]
    private static bool isChoosing;

    private readonly Lock gate = new();
    private RequestBodyWriter? body;
    private Task? lastPiece;
    private long toDrop;
    private volatile bool isAwaited;

    /// <summary>Gets whether the client tries to use it for another request while it carries a body. That request has its response; the rest of the body is not needed.</summary>
    public bool IsUnfitForAnother
    {
        get
        {
            if (!isChoosing || Volatile.Read(ref body) is null)
            {
                return false;
            }

            lock (gate)
            {
                return body is not null;
            }
        }
    }

    /// <summary>Records that the client looks for a connection, on this thread: it checks an idle one by reading from it, before it first waits.</summary>
    public static void Choosing(bool begins) => isChoosing = begins;

    /// <summary>Requests the connection that the client writes to, on this thread: it writes before it first waits.</summary>
    /// <param name="writer">Receives the connection if it is HTTP/1.1; null to stop.</param>
    public static void Ask(RequestBodyWriter? writer) => asking = writer;

    /// <summary>Receives what the client writes.</summary>
    /// <exception cref="IOException">The connection still carries the body of another request.</exception>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        if (asking is { } writer)
        {
            (writer.Connection, asking) = (connection, null);
        }

        if (toDrop > 0)
        {
            toDrop -= buffer.Length;
            return ValueTask.CompletedTask;
        }

        isAwaited = true;
        return Volatile.Read(ref body) is null && lastPiece is null ? connection.SendAsync(buffer, cancellationToken) : AfterBodyAsync(buffer, cancellationToken);
    }

    /// <summary>
    /// Receives the data that is read. A connection that ends instead of a response has broken off: the client would treat it as an idle connection that was closed, and send
    /// the request again, whatever it is and however often.
    /// </summary>
    /// <param name="reading">The read.</param>
    /// <param name="room">The size of the buffer; 0 to wait only for data.</param>
    /// <exception cref="IOException">It has broken off.</exception>
    public ValueTask<int> Received(ValueTask<int> reading, int room) =>
        room == 0 ? reading : reading.IsCompletedSuccessfully ? new(Received(reading.Result)) : ReceivedAsync(reading);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReceivedAsync(ValueTask<int> reading) => Received(await reading.ConfigureAwait(false));

    private int Received(int read)
    {
        if (read == 0 && isAwaited)
        {
            throw new IOException("The backend has closed the connection without an answer.");
        }

        isAwaited = false;
        return read;
    }

    /// <summary>Lets a body bypass the client.</summary>
    /// <param name="writer">The body.</param>
    /// <param name="instead">The number of bytes that the client will write in its place.</param>
    public void Begin(RequestBodyWriter writer, long instead)
    {
        toDrop = instead;
        Volatile.Write(ref body, writer);
        isChoosing = false; // Data read on this thread from now on is the response.
    }

    /// <summary>Writes the end of a body. Once the backend has it, the connection is free for another request.</summary>
    public ValueTask SendLastAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var write = connection.SendAsync(bytes, cancellationToken);
            if (write.IsCompletedSuccessfully)
            {
                body = null;
                return write;
            }

            lastPiece = write.AsTask();
            body = null;
            return new(lastPiece);
        }
    }

    /// <summary>Tells a sender that the connection is closed.</summary>
    public void Close() => Volatile.Read(ref body)?.Abandon();

    private async ValueTask AfterBodyAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        Task? last;
        lock (gate)
        {
            if (body is not null)
            {
                throw new IOException("The connection still carries the body of another request.");
            }

            (last, lastPiece) = (lastPiece, null);
        }

        await (last ?? Task.CompletedTask).ConfigureAwait(false);
        await connection.SendAsync(buffer, cancellationToken).ConfigureAwait(false);
    }
}
