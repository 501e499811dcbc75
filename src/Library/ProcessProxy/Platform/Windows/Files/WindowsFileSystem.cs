using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Platform.Windows.Files;

/// <summary>Files on Windows.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsFileSystem : FileSystem
{
    private const int ReplaceAttempts = 20;
    private static readonly TimeSpan ReplacePause = TimeSpan.FromMilliseconds(10);

    public override FileStatus? Status(string path, bool followLink) => WindowsFile.Status(path, followLink);

    public override FileStatus Status(SafeFileHandle file) => WindowsFile.Status(file);

    public override void Replace(string path, string beside)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                base.Replace(path, beside);
                return;
            }
            catch (Exception busy) when (attempt < ReplaceAttempts && busy is (IOException or UnauthorizedAccessException))
            {
                // Windows does not replace open files, and virus scanners open every new one for a moment.
                using var never = new ManualResetEventSlim();
                never.Wait(ReplacePause);
            }
        }
    }
}
