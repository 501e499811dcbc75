using System.Runtime.InteropServices;
using System.Text;
using ProcessProxy.Platform;

namespace ProcessProxy.Guarding;

/// <summary>One end of a channel between two processes that passes <see cref="Lines"/> and sockets.</summary>
/// <param name="socket">The end.</param>
internal sealed class MessageChannel(SafeHandle socket) : IDisposable
{
    private const int LongestMessage = 16 * 1024;

    /// <summary>Creates a channel.</summary>
    /// <returns>Our end, and the one for another process.</returns>
    /// <exception cref="IOException">There are too many open files.</exception>
    public static (MessageChannel Own, SafeHandle Its) Create()
    {
        var (own, its) = CurrentPlatform.Network.Descriptors.Pair();
        return (new MessageChannel(own), its);
    }

    /// <summary>Sends a message, without waiting.</summary>
    /// <returns>False if nobody receives it: the other process has died.</returns>
    public bool Send(params (string Name, string? Value)[] lines) => Send([], lines);

    /// <summary>Sends a message with sockets, without waiting.</summary>
    /// <returns>False if nobody receives it: the other process has died.</returns>
    public bool Send(IReadOnlyList<SafeHandle> sockets, params (string Name, string? Value)[] lines)
    {
        try
        {
            CurrentPlatform.Network.Descriptors.Send(socket, Encoding.UTF8.GetBytes(Lines.Write(lines)), sockets);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Receives messages on a thread of its own.</summary>
    /// <param name="name">The name of the thread.</param>
    /// <param name="heard">Called with each message, and its sockets, which then belong to the receiver.</param>
    /// <param name="ended">Called when no more will come: the other end is closed everywhere.</param>
    public void Listen(string name, Action<Dictionary<string, string>, IReadOnlyList<SafeHandle>> heard, Action ended) =>
        new Thread(() => Listen(heard, ended)) { IsBackground = true, Name = name }.Start();

    public void Dispose() => socket.Dispose();

    private void Listen(Action<Dictionary<string, string>, IReadOnlyList<SafeHandle>> heard, Action ended)
    {
        var buffer = new byte[LongestMessage];
        var passed = new List<SafeHandle>();
        try
        {
            while (CurrentPlatform.Network.Descriptors.Receive(socket, buffer, passed) is var length and > 0)
            {
                heard(Lines.Read(Encoding.UTF8.GetString(buffer, 0, length)), passed);
                passed = [];
            }
        }
        catch (ObjectDisposedException)
        {
            // Nobody listens anymore: this end was closed between two messages.
        }

        ended();
    }
}
