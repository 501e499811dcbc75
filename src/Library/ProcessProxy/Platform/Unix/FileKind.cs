using System.Runtime.InteropServices;

namespace ProcessProxy.Platform.Unix;

/// <summary>What kind of file a descriptor stands for.</summary>
internal static unsafe partial class FileKind
{
    private const int EmptyPath = 0x1000;
    private const uint WantType = 0x1;
    private const int TypeMask = 0xF000;
    private const int Regular = 0x8000;

    /// <summary>Whether it is a regular file: no FIFO, socket, device or folder.</summary>
    public static bool IsRegular(Descriptor file)
    {
        var buffer = stackalloc byte[256];
        byte empty = 0;
        return Statx(file.Value, &empty, EmptyPath, WantType, buffer) == 0 && (*(ushort*)(buffer + 28) & TypeMask) == Regular;
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static partial int Statx(int folder, byte* path, int flags, uint mask, byte* buffer);
}
