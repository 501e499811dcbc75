using System.Buffers.Binary;
using System.Net.Security;
using Xunit;

namespace ProcessProxy.Attack;

/// <summary>Speaks HTTP/2 as no decent client does: streams are begun and never read, or taken back at once.</summary>
internal sealed class Http2Client : IDisposable
{
    private const byte Headers = 1;
    private const byte Reset = 3;
    private const byte Settings = 4;
    private const byte EndOfStreamAndHeaders = 5;

    /// <summary>GET https://localhost/ by the static table of HPACK, and the authority in letters.</summary>
    private static readonly byte[] Request = [0x82, 0x87, 0x84, 0x01, 9, .. "localhost"u8];

    private readonly RawClient client;
    private readonly Task<string> answers;
    private int next = 1;

    private Http2Client(RawClient client)
    {
        this.client = client;

        // Read and thrown away, so that the server is never kept from writing; that the connection ends is what is looked for.
        answers = client.ReadToEndAsync();
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<Http2Client> ConnectAsync(int port, int window = 65_535)
    {
        var client = await RawClient.ConnectSecurelyAsync(port, SslApplicationProtocol.Http2);
        await client.SendAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        var setting = new byte[6];
        BinaryPrimitives.WriteUInt16BigEndian(setting, 4);
        BinaryPrimitives.WriteInt32BigEndian(setting.AsSpan(2), window);
        await client.Stream.WriteAsync(Frame(Settings, 0, 0, setting), Cancelled);
        return new Http2Client(client);
    }

    /// <summary>Begins streams and never ends them.</summary>
    public async Task BeginAsync(int count)
    {
        for (var i = 0; i < count && !answers.IsCompleted; i++)
        {
            await client.Stream.WriteAsync(Frame(Headers, EndOfStreamAndHeaders, Id(), Request), Cancelled);
        }
    }

    /// <summary>Begins streams and takes each back at once.</summary>
    /// <returns>How many, until there were enough or the server had enough.</returns>
    public async Task<int> ResetAsync(int count)
    {
        byte[] cancel = [0, 0, 0, 8];
        for (var i = 0; i < count; i++)
        {
            var id = Id();
            try
            {
                await client.Stream.WriteAsync((byte[])[.. Frame(Headers, EndOfStreamAndHeaders, id, Request), .. Frame(Reset, 0, id, cancel)], Cancelled);
            }
            catch (IOException)
            {
                return i + 1;
            }

            if (answers.IsCompleted)
            {
                return i + 1;
            }
        }

        return count;
    }

    public void Dispose() => client.Dispose();

    private int Id() => (next += 2) - 2;

    private static byte[] Frame(byte type, byte flags, int stream, byte[] payload)
    {
        var frame = new byte[9 + payload.Length];
        frame[2] = (byte)payload.Length;
        (frame[3], frame[4]) = (type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, 9);
        return frame;
    }
}
