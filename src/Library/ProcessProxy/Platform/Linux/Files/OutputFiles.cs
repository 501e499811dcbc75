using System.Runtime.InteropServices;
using ProcessProxy.Configuration;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Files;

/// <summary>
/// The files a child writes its output to. The log is locked, and the child inherits the lock with the descriptor: it is
/// released only when no process of the tree holds the output anymore, whoever is alive by then.
/// </summary>
internal sealed class OutputFiles : IDisposable
{
    private readonly Descriptor output;
    private readonly Descriptor? error;

    private OutputFiles(Descriptor output, Descriptor? error, bool isLocked)
    {
        this.output = output;
        this.error = error;
        IsLocked = isLocked;
    }

    /// <summary>Gets whether the child gets the lock. It does not if it should not hold it, if output is not kept, or if somebody has locked the log for reading.</summary>
    public bool IsLocked { get; }

    public int Output => output.Value;

    public int Error => (error ?? output).Value;

    /// <summary>Opens the files and takes the lock.</summary>
    /// <param name="log">The log that the output is written to.</param>
    /// <param name="pipe">The pipe that replaces the files, and already has the lock, or null. It is disposed with them.</param>
    /// <exception cref="LaunchException">A file cannot be opened, or another process holds the output.</exception>
    /// <param name="isHolder">Whether the child will hold the log; otherwise it writes to it beside its holder.</param>
    public static OutputFiles Open(LogSpec log, Descriptor? pipe, bool isHolder = true)
    {
        if (!log.Keep)
        {
            return new OutputFiles(OpenForAppend("/dev/null"), null, isLocked: false);
        }

        if (pipe is not null)
        {
            return IsLogHeld(log) ? throw Held(log) : new OutputFiles(pipe, null, isLocked: true);
        }

        FileModes.CreateFolder(Path.GetDirectoryName(log.File)!);
        var output = OpenForAppend(log.File);
        if (LinuxFile.Tighten(output, FileModes.Log))
        {
            TightenArchives(log);
        }

        var isLocked = isHolder && OutputLock.TryTake(output);
        if (isHolder && ((!isLocked && OutputLock.IsHeldByOthers(output)) || IsPipeHeld(log)))
        {
            output.Dispose();
            throw Held(log);
        }

        if (log.Output != OutputMode.Separate)
        {
            return new OutputFiles(output, null, isLocked);
        }

        try
        {
            return new OutputFiles(output, OpenForAppend(log.ErrorFile), isLocked);
        }
        catch (LaunchException)
        {
            output.Dispose();
            throw;
        }
    }

    /// <summary>Returns whether a process holds the output. A log that does not exist or cannot be opened has no holder that we could know of.</summary>
    /// <remarks>Independent of the current configuration: an earlier run may have had the other one.</remarks>
    public static bool IsHeld(LogSpec log) => log.Keep && (IsLogHeld(log) || IsPipeHeld(log));

    private static bool IsPipeHeld(LogSpec log) => log.PipeFile is { } pipe && LinuxOutputPipes.IsHeld(pipe);

    private static LaunchException Held(LogSpec log) =>
        new($"Its log {log.File} is still held open by a program of an earlier run or by another server.");

    private static bool IsLogHeld(LogSpec log)
    {
        using var file = LinuxDescriptor.Open(log.File, OpenFlags.WriteOnly | OpenFlags.NonBlocking | OpenFlags.NoFollow, 0, out _);
        return !file.IsInvalid && OutputLock.IsHeldByOthers(file);
    }

    public void Dispose()
    {
        output.Dispose();
        error?.Dispose();
    }

    /// <summary>Corrects the modes of the files beside a log that everybody could read: the same version created them.</summary>
    private static void TightenArchives(LogSpec log)
    {
        foreach (var path in Directory.EnumerateFiles(Path.GetDirectoryName(log.File)!, Path.GetFileName(log.File) + ".*"))
        {
            using var file = LinuxDescriptor.Open(path, OpenFlags.WriteOnly | OpenFlags.NonBlocking | OpenFlags.NoFollow, 0, out _);
            if (!file.IsInvalid)
            {
                LinuxFile.Tighten(file, FileModes.Log);
            }
        }
    }

    private static Descriptor OpenForAppend(string path)
    {
        // Non-blocking, so that a FIFO in place of the log is refused instead of waited for.
        var flags = OpenFlags.WriteOnly | OpenFlags.Append | OpenFlags.Create | OpenFlags.NonBlocking | OpenFlags.NoFollow;
        var file = LinuxDescriptor.Open(path, flags, (int)FileModes.Log, out var errno);
        if (file.IsInvalid)
        {
            throw new LaunchException($"Its log {path} cannot be opened: {Errno.Describe(errno)}.", Errno.FaultOf(errno));
        }

        // The child shares these flags, and most programs do not expect a non-blocking output.
        const int setFlags = 4;
        if (Libc.Fcntl(file.Value, setFlags, OpenFlags.Append) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            file.Dispose();
            throw new LaunchException($"Its log {path} cannot be prepared: {Errno.Describe(error)}.");
        }

        return file;
    }
}
