using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.MacOS.Native;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.MacOS.Files;

/// <summary>
/// A file beside the log, locked with flock(2): whoever inherits its descriptor holds the lock, and it contains the mark of
/// the run. It is not the log itself, because every .NET program takes such a lock on files it reads: nobody could read
/// the log of a running program, and a reader could prevent it from starting.
/// </summary>
internal static class OutputLock
{
    /// <summary>The number of the descriptor in the program: beyond those that shells and programs use themselves.</summary>
    public const int ChildDescriptor = 200;

    private const int ReadWrite = 2;
    private const int Shared = 1;
    private const int Exclusive = 2;
    private const int NonBlocking = 4;
    private const int MarkLimit = 1024;
    private const string Extension = ".lock";

    /// <summary>Takes the lock of a log, if nobody has it, and records the run that gets it.</summary>
    /// <returns>Null if somebody has it.</returns>
    /// <exception cref="LaunchException">The file cannot be opened or written.</exception>
    public static Descriptor? TryTake(string log, string mark)
    {
        var path = PathOf(log);
        var file = OutputFiles.OpenOrCreate(path, ReadWrite);
        if (LibSystem.FileLock(file.Value, Exclusive | NonBlocking) != 0)
        {
            var errno = Marshal.GetLastPInvokeError();
            file.Dispose();
            return errno == DarwinErrno.WouldBlock
                ? null
                : throw new LaunchException($"The lock {path} cannot be taken: {DarwinErrno.Describe(errno)}.");
        }

        try
        {
            using var borrowed = new SafeFileHandle(file.Value, ownsHandle: false);
            var text = Encoding.UTF8.GetBytes(mark);
            RandomAccess.Write(borrowed, text, 0);
            RandomAccess.SetLength(borrowed, text.Length);
            return file;
        }
        catch (IOException fault)
        {
            file.Dispose();
            throw new LaunchException($"The lock {path} cannot be written: {fault.Message}");
        }
    }

    /// <summary>Returns whether somebody has the lock of a log.</summary>
    public static bool IsHeld(string log)
    {
        // Tried, not queried: no call can query it. Shared, so that two simultaneous attempts do not see each other.
        using var file = MacFile.Open(PathOf(log), MacFile.ReadOnly | MacFile.NoFollow, out _);
        return !file.IsInvalid
            && LibSystem.FileLock(file.Value, Shared | NonBlocking) != 0
            && Marshal.GetLastPInvokeError() == DarwinErrno.WouldBlock;
    }

    /// <summary>Returns the mark and ID of the run whose lock a process inherited, or null if it has none.</summary>
    public static (string? Run, string? Id) MarksOf(int pid)
    {
        if (DarwinProcess.File(pid, ChildDescriptor) is not { IsRegular: true } file
            || !file.Path.EndsWith(Extension, StringComparison.Ordinal)
            || SmallFile.Read(file.Path, MarkLimit).Content is not { } content)
        {
            return (null, null);
        }

        var mark = Encoding.UTF8.GetString(content);
        var slash = mark.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 ? (mark, mark[..slash]) : (null, null);
    }

    private static string PathOf(string log) => Path.Combine(Path.GetDirectoryName(log)!, $".{Path.GetFileName(log)}{Extension}");
}
