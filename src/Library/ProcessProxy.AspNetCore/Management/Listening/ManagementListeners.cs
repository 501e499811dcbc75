using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore.Connections;
using ProcessProxy.Configuration;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Network;

namespace ProcessProxy.AspNetCore.Management.Listening;

/// <summary>The listeners of the management API: a Unix socket or named pipe, a TCP port, or both. All are open before the application starts.</summary>
internal sealed class ManagementListeners : IDisposable
{
    private readonly ListenSockets? tcp;

    private ManagementListeners(ListenSockets? tcp, SocketListener? socket, string? pipe)
    {
        this.tcp = tcp;
        Socket = socket;
        Pipe = pipe;
    }

    /// <summary>Gets the TCP sockets.</summary>
    public IReadOnlyList<IPEndPoint> Tcp => tcp?.Endpoints.Http ?? [];

    /// <summary>Gets the Unix socket, or null.</summary>
    public SocketListener? Socket { get; }

    /// <summary>Gets the name of the pipe on Windows, without the common prefix of pipes, or null.</summary>
    public string? Pipe { get; }

    /// <summary>Gets the address over TCP, with the real port: <c>http://127.0.0.1:4481</c>, or null.</summary>
    public string? Address => tcp?.Endpoints.HttpUrl;

    /// <summary>Gets the address for clients without a key: a path, or the name of a pipe.</summary>
    public string? SocketName => Socket?.Path ?? (Pipe is null ? null : ServerNames.PipePrefix + Pipe);

    /// <summary>Opens all listeners or none. The Unix socket is always a new one.</summary>
    /// <param name="spec">The addresses.</param>
    /// <param name="store">The inherited sockets.</param>
    /// <param name="log">The log that reports another address.</param>
    /// <exception cref="ProcessProxyException"><see cref="ErrorCodes.BadArgument"/>: others can reach it, and there is no key.</exception>
    /// <exception cref="ListenException">It cannot listen; the message says what to do.</exception>
    /// <exception cref="IOException">The group in <c>management.group</c> does not exist.</exception>
    public static ManagementListeners Open(ManagementSpec spec, SocketStore store, ILogger log)
    {
        var tcp = spec.Host is null ? null : ManagementPort.Bind(spec, store, log);
        try
        {
            var (socket, pipe) = OpenSocket(spec, log);
            return new ManagementListeners(tcp, socket, pipe);
        }
        catch
        {
            tcp?.Dispose();
            throw;
        }
    }

    /// <summary>Returns the TCP socket that is bound to an end point.</summary>
    public Socket Find(EndPoint endPoint) => tcp!.Find(endPoint);

    public void Dispose()
    {
        tcp?.Dispose();
        Socket?.Dispose();
    }

    private static (SocketListener? Socket, string? Pipe) OpenSocket(ManagementSpec spec, ILogger log)
    {
        if (spec.Socket is not { } wanted)
        {
            return (null, null);
        }

        if (OperatingSystem.IsWindows())
        {
            return wanted.StartsWith(ServerNames.PipePrefix, StringComparison.OrdinalIgnoreCase)
                ? (null, wanted[ServerNames.PipePrefix.Length..])
                : throw new ListenException($@"On Windows, management.socket must be a pipe, {ServerNames.PipePrefix}NAME, not '{wanted}'.");
        }

        var group = spec.Group is { } name
            ? SystemGroup.Find(name) ?? throw new IOException($"There is no group '{name}' (management.group).")
            : (SystemGroup?)null;
        try
        {
            return (new SocketListener(LocalSocket.Listen(wanted, group), group), null);
        }
        catch (IOException refused)
        {
            return (Elsewhere(wanted, group, refused, spec, log), null);
        }
    }

    /// <summary>Handles a path that is too long, or a file system without sockets: uses the runtime folder of the system, or no socket.</summary>
    private static SocketListener? Elsewhere(string wanted, SystemGroup? group, IOException refused, ManagementSpec spec, ILogger log)
    {
        if (RuntimeFolder.SocketFor(wanted) is { } path)
        {
            try
            {
                var socket = new SocketListener(LocalSocket.Listen(path, group), group);
                Log.SocketElsewhere(log, refused.Message, path);
                return socket;
            }
            catch (IOException again)
            {
                refused = again;
            }
        }

        if (spec.Host is null)
        {
            throw new ListenException($"{refused.Message} With management.host: none the management API has no address. Set management.socket to another path.", refused);
        }

        Log.NoSocket(log, refused.Message);
        return null;
    }
}
