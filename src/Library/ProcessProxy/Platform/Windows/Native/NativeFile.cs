using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace ProcessProxy.Platform.Windows.Native;

/// <summary>Opens files with rights, sharing and inheritance that .NET does not support, and queries them.</summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class NativeFile
{
    public const uint GenericRead = 0x8000_0000;
    public const uint GenericWrite = 0x4000_0000;
    public const uint ReadAttributes = 0x0080;
    public const uint ShareRead = 1;
    public const uint ShareWrite = 2;
    public const uint ShareDelete = 4;
    public const uint ShareAll = ShareRead | ShareWrite | ShareDelete;
    public const uint OpenExisting = 3;
    public const uint OpenAlways = 4;
    public const uint NotThroughLinks = 0x0020_0000;
    public const uint IsFolder = 0x10;
    public const uint IsLink = 0x400;
    public const uint OnDisk = 1;

    /// <summary>Opens a file.</summary>
    /// <returns>An invalid handle and the error if it cannot be opened.</returns>
    public static SafeFileHandle Open(string path, uint access, uint share, uint disposition, bool inherited, out int error, uint flags = 0)
    {
        var security = new SecurityAttributes { Size = (uint)sizeof(SecurityAttributes), Inherited = inherited ? 1 : 0 };
        var file = CreateFile(path, access, share, &security, disposition, flags, 0);
        error = file.IsInvalid ? Marshal.GetLastPInvokeError() : 0;
        return file;
    }

    [LibraryImport("kernel32", EntryPoint = "GetFileType", SetLastError = true)]
    public static partial uint TypeOf(SafeFileHandle file);

    [LibraryImport("kernel32", EntryPoint = "GetFileInformationByHandle", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool Describe(SafeFileHandle file, out FileInformation information);

    [LibraryImport("kernel32", EntryPoint = "CreateFileW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial SafeFileHandle CreateFile(
        string path, uint access, uint share, SecurityAttributes* security, uint disposition, uint flags, nint template);

    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    public struct FileInformation
    {
        public uint Attributes;
        public long Created;
        public long Accessed;
        public long Written;
        public uint Volume;
        public uint SizeHigh;
        public uint SizeLow;
        public uint Links;
        public uint IndexHigh;
        public uint IndexLow;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct SecurityAttributes
    {
        public uint Size;
        public nint Descriptor;
        public int Inherited;
    }
}
