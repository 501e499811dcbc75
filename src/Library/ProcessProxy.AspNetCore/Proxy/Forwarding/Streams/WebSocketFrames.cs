using System.Buffers.Binary;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding.Streams;

/// <summary>Tracks the frames of one direction of a WebSocket (RFC 6455, 5.2) without changing them.</summary>
internal sealed class WebSocketFrames
{
    private const byte CloseOpcode = 0x8;
    private readonly byte[] header = new byte[14];
    private int headerBytes;
    private ulong payloadLeft;

    /// <summary>Gets whether the next byte begins a frame.</summary>
    public bool IsBetweenFrames => headerBytes == 0 && payloadLeft == 0;

    /// <summary>Gets whether a close frame has begun: nothing may follow it.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Processes bytes that pass.</summary>
    public void Pass(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (payloadLeft > 0)
            {
                var skipped = (int)Math.Min(payloadLeft, (ulong)bytes.Length);
                payloadLeft -= (ulong)skipped;
                bytes = bytes[skipped..];
                continue;
            }

            header[headerBytes++] = bytes[0];
            bytes = bytes[1..];
            if (headerBytes >= 2 && headerBytes == HeaderLength())
            {
                BeginPayload();
            }
        }
    }

    private int HeaderLength() => 2 + (Short() switch { 126 => 2, 127 => 8, _ => 0 }) + ((header[1] & 0x80) != 0 ? 4 : 0);

    private int Short() => header[1] & 0x7f;

    private void BeginPayload()
    {
        payloadLeft = Short() switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(2)),
            127 => BinaryPrimitives.ReadUInt64BigEndian(header.AsSpan(2)),
            var length => (ulong)length,
        };
        IsClosed |= (header[0] & 0x0f) == CloseOpcode;
        headerBytes = 0;
    }
}
