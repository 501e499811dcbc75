using System.Globalization;
using System.Text;

namespace ProcessProxy.Platform;

/// <summary>Held by the one server that manages a state directory. The system lets go of it when the server dies, however it dies.</summary>
internal sealed class ServerLock : IDisposable
{
    private const int SharingViolation = unchecked((int)0x80070020);
    private static readonly int WouldBlock = OperatingSystem.IsMacOS() ? MacOS.DarwinErrno.WouldBlock : Unix.Errno.Again;
    private const string FileName = "processproxy.lock";

    // On Windows a file that is not shared cannot even be read, and the second server wants to name the first. Elsewhere
    // sharing to read would be no lock.
    private static readonly FileShare Share = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;
    private readonly FileStream file;

    private ServerLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="ServerLockedException">Another server holds it.</exception>
    public static ServerLock Take(string stateDirectory)
    {
        Directory.CreateDirectory(stateDirectory);
        var path = Path.Combine(stateDirectory, FileName);
        if (new FileInfo(path).LinkTarget is not null)
        {
            // Taking the lock empties the file, and that must not be somebody else's.
            throw new IOException($"The lock {path} is a symbolic link.");
        }

        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, Share, bufferSize: 1);
        }
        catch (IOException held) when (held.HResult == WouldBlock || held.HResult == SharingViolation)
        {
            throw new ServerLockedException(stateDirectory, Read(stateDirectory).Pid, held);
        }

        file.SetLength(0);
        file.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n")));
        file.Flush();
        return new ServerLock(file);
    }

    /// <summary>Writes down where the server can be talked to, for whoever finds the lock taken.</summary>
    public void Announce(string address)
    {
        file.Seek(0, SeekOrigin.End);
        file.Write(Encoding.UTF8.GetBytes(address + "\n"));
        file.Flush();
    }

    /// <summary>Who holds the lock of a state directory, by what the file says: it may have died since.</summary>
    public static (int? Pid, string? Address) Read(string stateDirectory)
    {
        // Not by a FileStream: whatever it shares, it wants a lock of its own and would be refused.
        var (content, _) = SmallFile.Read(Path.Combine(stateDirectory, FileName), 1024);
        var lines = Encoding.UTF8.GetString(content ?? []).Split('\n');
        return int.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
            ? (pid, lines.Length > 2 ? lines[1] : null)
            : (null, null);
    }

    /// <summary>Lets go. The file stays: removing it would let a third server lock a new one beside a second that still opens this.</summary>
    public void Dispose()
    {
        file.SetLength(0);
        file.Dispose();
    }
}
