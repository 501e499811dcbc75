using System.Runtime.InteropServices;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform;

/// <summary>A server that is another process of this machine.</summary>
internal static class OtherServer
{
    // The same numbers on Linux and macOS.
    private const int Terminate = 15;
    private const int JustLook = 0;

    /// <summary>Where the server of a state directory can be talked to, by what it wrote down: it may have died since.</summary>
    public static (int Pid, Uri Address)? Find(string stateDirectory) =>
        ServerLock.Read(stateDirectory) is ({ } pid, { } text) && Uri.TryCreate(text, UriKind.Absolute, out var address)
            ? (pid, Reachable(address))
            : null;

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

    /// <summary>A server that listens at every address is reached at this machine's own.</summary>
    private static Uri Reachable(Uri address) =>
        address.Host is "0.0.0.0" or "[::]" ? new UriBuilder(address) { Host = "127.0.0.1" }.Uri : address;
}
