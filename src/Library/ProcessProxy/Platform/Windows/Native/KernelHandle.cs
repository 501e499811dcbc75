using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace ProcessProxy.Platform.Windows.Native;

/// <summary>A handle of the Windows kernel: to a process, a thread or a job.</summary>
[SupportedOSPlatform("windows")]
internal sealed partial class KernelHandle : SafeHandle
{
    public KernelHandle()
        : base(0, ownsHandle: true)
    {
    }

    public KernelHandle(nint value)
        : base(0, ownsHandle: true) => SetHandle(value);

    public override bool IsInvalid => handle is 0 or -1;

    protected override bool ReleaseHandle() => CloseHandle(handle);

    [LibraryImport("kernel32", EntryPoint = "CloseHandle", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CloseHandle(nint handle);
}
