using System.Runtime.InteropServices;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform;

/// <summary>A server that is another process of this machine.</summary>
internal static class OtherServer
{
    // The same numbers on Linux and macOS.
    private const int Terminate = 15;
    private const int JustLook = 0;

    /// <summary>Asks it to stop in order, as a service manager does.</summary>
    /// <exception cref="IOException">It may not be asked by this user, or cannot be on this system.</exception>
    public static void AskToStop(int pid)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new IOException("A server that runs by itself cannot be asked to stop from elsewhere on Windows: press Ctrl+C where it runs.");
        }

        if (IsAlive(pid) && Libc.Kill(pid, Terminate) != 0 && Marshal.GetLastPInvokeError() != Errno.NoSuchProcess)
        {
            throw new IOException($"The server (pid {pid}) may not be stopped by this user.");
        }
    }

    /// <summary>Whether a process has this number. Not for Windows.</summary>
    public static bool IsAlive(int pid) => Libc.Kill(pid, JustLook) == 0 || Marshal.GetLastPInvokeError() != Errno.NoSuchProcess;
}
