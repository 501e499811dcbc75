using System.Buffers;
using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ProcessProxy.Platform.Linux.Network;

/// <summary>Finds the owner of a TCP connection of this machine in <c>/proc/net/tcp</c> and <c>tcp6</c>, for kernels that do not answer <see cref="SocketDiagnosis"/>.</summary>
internal static class TcpTable
{
    private const int FieldsToUser = 3;

    /// <summary>Returns the user of an established connection, as seen from its own end.</summary>
    /// <param name="own">The end whose user is requested.</param>
    /// <param name="other">The other end.</param>
    public static uint? UserOf(IPEndPoint own, IPEndPoint other)
    {
        // A connection of a socket for both families is in the other table, even to 127.0.0.1.
        var user = own.AddressFamily == AddressFamily.InterNetwork || own.Address.IsIPv4MappedToIPv6
            ? Find("/proc/self/net/tcp", Narrow(own), Narrow(other))
            : null;
        return user ?? Find("/proc/self/net/tcp6", Wide(own), Wide(other));
    }

    /// <summary>Finds the user of an established connection in the text of a table.</summary>
    internal static uint? Find(ReadOnlySpan<byte> table, IPEndPoint own, IPEndPoint other)
    {
        // Only established ones: the kernel shows connections that their program has closed as root's.
        //   0: 0100007F:1181 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 12345 1 …
        var entry = Encoding.ASCII.GetBytes($": {Text(own)} {Text(other)} 01 ");
        var at = table.IndexOf(entry);
        if (at < 0)
        {
            return null;
        }

        var rest = table[(at + entry.Length)..];
        for (var field = 0; field < FieldsToUser; field++)
        {
            var end = rest.IndexOf((byte)' ');
            if (end < 0)
            {
                return null;
            }

            rest = rest[end..].TrimStart((byte)' ');
        }

        return Utf8Parser.TryParse(rest, out uint user, out var length) && length < rest.Length && rest[length] == (byte)' ' ? user : null;
    }

    private static uint? Find(string file, IPEndPoint own, IPEndPoint other)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            var length = 0;
            int read;
            while ((read = RandomAccess.Read(handle, buffer.AsSpan(length), length)) > 0)
            {
                length += read;
                if (length == buffer.Length)
                {
                    var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                    buffer.CopyTo(larger, 0);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }
            }

            return Find(buffer.AsSpan(0, length), own, other);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static IPEndPoint Narrow(IPEndPoint end) => new(end.Address.MapToIPv4(), end.Port);

    private static IPEndPoint Wide(IPEndPoint end) => new(end.Address.MapToIPv6(), end.Port);

    /// <summary>Formats the address as the kernel does: in words of the machine's byte order.</summary>
    private static string Text(IPEndPoint end)
    {
        var text = new StringBuilder();
        var address = end.Address.GetAddressBytes();
        for (var word = 0; word < address.Length; word += sizeof(uint))
        {
            text.Append(BitConverter.ToUInt32(address, word).ToString("X8", null));
        }

        return text.Append(':').Append(end.Port.ToString("X4", null)).ToString();
    }
}
