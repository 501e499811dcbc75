using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ProcessProxy.Harness;

/// <summary>One connection to a <see cref="LoopbackServer"/>.</summary>
public sealed class Exchange(Socket socket, Stream stream, CancellationToken token)
{
    private volatile bool hasHeard;

    public Stream Stream => stream;

    /// <summary>Cancelled when the server is disposed.</summary>
    public CancellationToken Token => token;

    /// <summary>Whether the other side has sent something or closed the connection. Known without fail for who calls <see cref="HearAsync"/> before it reads.</summary>
    public bool HasHeard => hasHeard || socket.Poll(0, SelectMode.SelectRead);

    /// <summary>Waits until the other side sends something or closes the connection, and reads nothing of it.</summary>
    public async Task HearAsync()
    {
        _ = await stream.ReadAsync(Memory<byte>.Empty, token);
        hasHeard = true;
    }

    /// <summary>Reads a head; empty when the connection ends.</summary>
    public Task<string> ReadHeadAsync() => ReadToAsync("\r\n\r\n");

    /// <summary>Reads the body that a head announces by its length.</summary>
    public async Task<byte[]> ReadBodyAsync(string head)
    {
        var length = head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        var body = new byte[length is null ? 0 : int.Parse(length.Split(':')[1], CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, token);
        return body;
    }

    /// <summary>Reads up to and with an ending.</summary>
    public async Task<string> ReadToAsync(string end)
    {
        var text = new StringBuilder();
        var one = new byte[1];
        while (!EndsWith(text, end) && await stream.ReadAsync(one, token) > 0)
        {
            text.Append((char)one[0]);
        }

        return text.ToString();
    }

    /// <summary>Reads until the connection ends, and counts.</summary>
    public async Task<long> DrainAsync()
    {
        var buffer = new byte[65536];
        long total = 0;
        for (int read; (read = await stream.ReadAsync(buffer, token)) > 0; total += read)
        {
        }

        return total;
    }

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await stream.WriteAsync(bytes, token);
        await stream.FlushAsync(token);
    }

    /// <summary>Says that nothing more is sent. What the other side sends can still be read.</summary>
    public void EndSending() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>Ends the connection with a reset.</summary>
    public void BreakOff()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    // Not by making a string of it for each byte.
    private static bool EndsWith(StringBuilder text, string end)
    {
        var start = text.Length - end.Length;
        return start >= 0 && end.Index().All(letter => text[start + letter.Index] == letter.Item);
    }
}
