using System.Runtime.InteropServices;
using System.Text;

namespace ProcessProxy.Platform.Unix;

/// <summary>Who a file or folder belongs to.</summary>
internal static unsafe partial class FileOwner
{
    private const int CurrentFolder = -100;
    private const uint WantOwner = 0x8;

    /// <summary>The user id of the owner; the highest number there is when it cannot be told.</summary>
    public static uint Of(string path)
    {
        var buffer = stackalloc byte[256];
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            return Statx(CurrentFolder, name, 0, WantOwner, buffer) == 0 ? *(uint*)(buffer + 20) : uint.MaxValue;
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static partial int Statx(int folder, byte* path, int flags, uint mask, byte* buffer);
}
