using System.Runtime.InteropServices;

namespace ProcessProxy.Platform.MacOS.Native;

/// <summary><c>struct kevent</c> of 64-bit Darwin: 32 bytes, without gaps.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct KernelEvent
{
    public const short Process = -5;
    public const short User = -10;
    public const ushort Add = 0x0001;
    public const ushort Once = 0x0010;
    public const ushort Clear = 0x0020;
    public const uint Exit = 0x8000_0000;
    public const uint ExitStatus = 0x0400_0000;
    public const uint Trigger = 0x0100_0000;

    public nuint Ident;
    public short Filter;
    public ushort Flags;
    public uint FilterFlags;
    public nint Data;
    public nint UserData;
}
