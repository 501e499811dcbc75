using System.IO.Pipes;
using System.Net.Sockets;
using System.Security.Principal;

namespace ProcessProxy;

/// <summary>Connects to a server's Unix socket, or to its named pipe on Windows.</summary>
internal sealed class SocketConnector
{
    private const string PipePrefix = @"\\.\pipe\";
    private readonly string? pipe;
    private readonly UnixDomainSocketEndPoint? endPoint;

    /// <param name="socket">The path of the socket, or the whole name of the pipe.</param>
    /// <exception cref="ArgumentException">The path is too long for a socket.</exception>
    public SocketConnector(string socket)
    {
        pipe = PipeName(socket);
        endPoint = pipe is null ? new UnixDomainSocketEndPoint(socket) : null;
    }

    /// <summary>Returns the name of a pipe without the common prefix, or null for the path of a socket.</summary>
    public static string? PipeName(string socket) =>
        socket.Length > PipePrefix.Length && socket.StartsWith(PipePrefix, StringComparison.OrdinalIgnoreCase) ? socket[PipePrefix.Length..] : null;

    /// <summary>Connects, whatever the address of the request is.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext request, CancellationToken cancellationToken)
    {
        if (pipe is not null)
        {
            // The server may identify the caller, and may not act on the caller's behalf.
            var stream = new NamedPipeClientStream(".", pipe, PipeDirection.InOut, PipeOptions.Asynchronous, TokenImpersonationLevel.Identification);
            return await ConnectedAsync(stream, () => stream.ConnectAsync(cancellationToken)).ConfigureAwait(false);
        }

        var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await ConnectedAsync(connection, () => connection.ConnectAsync(endPoint!, cancellationToken).AsTask()).ConfigureAwait(false);
        return new NetworkStream(connection, ownsSocket: true);
    }

    private static async Task<T> ConnectedAsync<T>(T made, Func<Task> connect)
        where T : IDisposable
    {
        try
        {
            await connect().ConfigureAwait(false);
            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }
}
