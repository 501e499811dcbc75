using ProcessProxy.Platform.Linux;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform;

/// <summary>Whether what a folder says may be believed. What is read there decides which processes are signalled.</summary>
internal static class StateDirectory
{
    /// <summary>Creates the folder when it is missing, and checks it.</summary>
    /// <returns>Null when it may be trusted, else a sentence that says why not.</returns>
    public static string? Distrust(string path)
    {
        Directory.CreateDirectory(path);
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        if ((File.GetUnixFileMode(path) & UnixFileMode.OtherWrite) != 0)
        {
            return $"The folder {path} can be written by everybody.";
        }

        return OperatingSystem.IsLinux() && LinuxFile.Owner(path) is var owner && owner != 0 && owner != Libc.EffectiveUser()
            ? $"The folder {path} belongs to another user."
            : null;
    }
}
