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

    /// <summary>Processes bytes that pass, up to a close frame.</summary>
    /// <returns>The number of bytes before a close frame that begins among them; all if none does.</returns>
    public int PassUntilClose(ReadOnlySpan<byte> bytes)
    {
        for (var passed = 0; passed < bytes.Length;)
        {
            if (IsBetweenFrames && (bytes[passed] & 0x0f) == CloseOpcode)
            {
                return passed;
            }

            // The payload at once, a header byte by byte.
            var next = payloadLeft > 0 ? (int)Math.Min(payloadLeft, (ulong)(bytes.Length - passed)) : 1;
            Pass(bytes.Slice(passed, next));
            passed += next;
        }

        return bytes.Length;
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
