using System.Buffers.Binary;
using System.Text;

namespace ProcessProxy.Platform.MacOS.Native;

/// <summary>The part of <c>struct proc_bsdinfo</c> that we use.</summary>
/// <param name="Name">The name of its program, truncated to 31 bytes.</param>
/// <param name="Status">Its state.</param>
/// <param name="Parent">The number of its parent.</param>
/// <param name="Group">The number of its process group.</param>
/// <param name="StartTicks">The start time in microseconds since 1970, on the clock of that moment; it never changes.</param>
internal readonly record struct BsdInfo(string Name, uint Status, int Parent, int Group, ulong StartTicks)
{
    /// <summary>The length of the structure.</summary>
    public const int Size = 136;

    /// <summary>Gets the user that started it.</summary>
    public uint RealUser { get; init; }

    private const int RealUserAt = 28;
    private const int StatusAt = 4;
    private const int ParentAt = 16;
    private const int ShortNameAt = 48;
    private const int ShortNameLength = 16;
    private const int NameAt = 64;
    private const int NameLength = 32;
    private const int GroupAt = 100;
    private const int SecondsAt = 120;
    private const int MicrosecondsAt = 128;
    private const uint Zombie = 5;

    /// <summary>Gets whether it has exited and only its exit status is left.</summary>
    public bool IsDead => Status == Zombie;

    /// <summary>Reads the structure.</summary>
    /// <returns>False if it is truncated.</returns>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out BsdInfo info)
    {
        info = default;
        if (bytes.Length < Size)
        {
            return false;
        }

        var name = Text(bytes.Slice(NameAt, NameLength));
        info = new BsdInfo(
            name.Length > 0 ? name : Text(bytes.Slice(ShortNameAt, ShortNameLength)),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[StatusAt..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[ParentAt..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[GroupAt..]),
            (BinaryPrimitives.ReadUInt64LittleEndian(bytes[SecondsAt..]) * 1_000_000) + BinaryPrimitives.ReadUInt64LittleEndian(bytes[MicrosecondsAt..]))
        {
            RealUser = BinaryPrimitives.ReadUInt32LittleEndian(bytes[RealUserAt..]),
        };
        return true;
    }

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }
}
