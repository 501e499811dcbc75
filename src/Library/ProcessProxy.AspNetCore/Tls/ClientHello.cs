using System.Buffers;
using System.Buffers.Binary;

namespace ProcessProxy.AspNetCore.Tls;

/// <summary>Reads the part of the first message of a TLS connection that we need (RFC 8446, 4.1.2).</summary>
internal static class ClientHello
{
    private const byte HandshakeRecord = 22;
    private const byte ClientHelloMessage = 1;
    private const int ProtocolsExtension = 16;
    private const int RecordHeader = 5;
    private const int LongestRecord = 16384;

    /// <summary>Returns whether a client offers an application protocol (RFC 7301).</summary>
    /// <param name="received">The data received so far.</param>
    /// <param name="protocol">Its name.</param>
    /// <returns>Null if more data is needed.</returns>
    public static bool? Offers(in ReadOnlySequence<byte> received, ReadOnlySpan<byte> protocol)
    {
        if (received.Length < RecordHeader)
        {
            return null;
        }

        Span<byte> header = stackalloc byte[RecordHeader];
        received.Slice(0, RecordHeader).CopyTo(header);
        var length = BinaryPrimitives.ReadUInt16BigEndian(header[3..]);
        if (header[0] != HandshakeRecord || length > LongestRecord)
        {
            return false;
        }

        // A hello that is spread over several records does not come from an authority.
        return received.Length < RecordHeader + length
            ? null
            : Offers(new Reader(received.Slice(RecordHeader, length).ToArray()), protocol);
    }

    private static bool Offers(Reader hello, ReadOnlySpan<byte> protocol)
    {
        const int versionAndRandom = 34;
        if (hello.Byte() != ClientHelloMessage)
        {
            return false;
        }

        hello.Skip(3 + versionAndRandom);
        hello.Skip(hello.Byte()); // The session.
        hello.Skip(hello.Short()); // The cipher suites.
        hello.Skip(hello.Byte()); // The compressions.
        var extensions = hello.Part(hello.Short());
        while (!extensions.IsEmpty)
        {
            var type = extensions.Short();
            var extension = extensions.Part(extensions.Short());
            if (type != ProtocolsExtension)
            {
                continue;
            }

            var names = extension.Part(extension.Short());
            while (!names.IsEmpty)
            {
                if (names.Part(names.Byte()).Rest.SequenceEqual(protocol))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Parses a message. A truncated one reads as empty: TLS itself reports the error.</summary>
    private ref struct Reader(ReadOnlySpan<byte> data)
    {
        private ReadOnlySpan<byte> data = data;

        public readonly bool IsEmpty => data.IsEmpty;

        public readonly ReadOnlySpan<byte> Rest => data;

        public int Byte() => Part(1).data is [var only] ? only : 0;

        public int Short() => Part(2).data is { Length: 2 } two ? BinaryPrimitives.ReadUInt16BigEndian(two) : 0;

        public void Skip(int length) => Part(length);

        public Reader Part(int length)
        {
            length = Math.Min(length, data.Length);
            var part = new Reader(data[..length]);
            data = data[length..];
            return part;
        }
    }
}
