using System.Buffers.Binary;
using System.Text;

namespace ProcessProxy.Platform.MacOS.Native;

/// <summary>The file of a descriptor: the part of <c>struct vnode_fdinfowithpath</c> that we use.</summary>
/// <param name="IsWritable">Whether it is open for writing.</param>
/// <param name="IsRegular">Whether it is a regular file.</param>
/// <param name="Device">The file system.</param>
/// <param name="Inode">The number of the file.</param>
/// <param name="Path">Its path without links, as far as the kernel knows it.</param>
internal readonly record struct VnodeInfo(bool IsWritable, bool IsRegular, uint Device, ulong Inode, string Path)
{
    /// <summary>The length of the structure: 24 bytes for the open file, 152 for the vnode, 1024 for the path.</summary>
    public const int Size = 1200;

    private const uint OpenForWriting = 2;
    private const int DeviceAt = 24;
    private const int ModeAt = 28;
    private const int InodeAt = 32;
    private const int PathAt = 176;
    private const int FileType = 0xF000;
    private const int RegularFile = 0x8000;

    /// <summary>Returns whether it is the same file, whatever its name is.</summary>
    public bool IsSameFile(VnodeInfo other) => Device == other.Device && Inode == other.Inode;

    /// <summary>Reads the structure.</summary>
    /// <returns>False if it is truncated.</returns>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out VnodeInfo info)
    {
        info = default;
        if (bytes.Length < Size)
        {
            return false;
        }

        var path = bytes[PathAt..Size];
        var end = path.IndexOf((byte)0);
        info = new VnodeInfo(
            (BinaryPrimitives.ReadUInt32LittleEndian(bytes) & OpenForWriting) != 0,
            (BinaryPrimitives.ReadUInt16LittleEndian(bytes[ModeAt..]) & FileType) == RegularFile,
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[DeviceAt..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[InodeAt..]),
            Encoding.UTF8.GetString(end < 0 ? path : path[..end]));
        return true;
    }
}
