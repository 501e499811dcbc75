using ProcessProxy.Configuration;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.MacOS.Native;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.MacOS.Files;

/// <summary>The files a child writes its output to, and the lock that it inherits with them.</summary>
internal sealed class OutputFiles : IDisposable
{
    private const int Output = 1;
    private const int Error = 2;
    private readonly Descriptor output;
    private readonly Descriptor? error;
    private readonly Descriptor? held;

    private OutputFiles(Descriptor output, Descriptor? error, Descriptor? held)
    {
        this.output = output;
        this.error = error;
        this.held = held;
    }

    public int OutputDescriptor => output.Value;

    public int ErrorDescriptor => (error ?? output).Value;

    /// <summary>Gets the descriptor of the lock; null if output is not kept.</summary>
    public int? LockDescriptor => held?.Value;

    /// <summary>Opens the files and takes the lock for a run.</summary>
    /// <param name="log">The log that the output is written to.</param>
    /// <param name="mark">The mark of the run that will hold the log; null for a child that writes to it beside its holder.</param>
    /// <param name="pipe">The pipe that replaces the files, or null. It is disposed with them.</param>
    /// <exception cref="LaunchException">A file cannot be opened, or another process holds the output.</exception>
    public static OutputFiles Open(LogSpec log, string? mark, Descriptor? pipe)
    {
        if (!log.Keep)
        {
            var nowhere = MacFile.OpenAny("/dev/null", MacFile.WriteOnly, out var errno);
            return nowhere.IsInvalid
                ? throw new LaunchException($"/dev/null cannot be opened: {DarwinErrno.Describe(errno)}.")
                : new OutputFiles(nowhere, null, null);
        }

        FileModes.CreateFolder(Path.GetDirectoryName(log.File)!);
        var held = mark is null ? null : OutputLock.TryTake(log.File, mark);
        if (mark is not null && (held is null || IsWritten(log.File)))
        {
            held?.Dispose();
            throw new LaunchException($"Its log {log.File} is still held open by a program of an earlier run or by another server.");
        }

        if (pipe is not null)
        {
            return new OutputFiles(pipe, null, held);
        }

        Descriptor? output = null;
        try
        {
            output = OpenOrCreate(log.File, MacFile.WriteOnly | MacFile.Append);
            return new OutputFiles(output, log.Output == OutputMode.Separate ? OpenOrCreate(log.ErrorFile, MacFile.WriteOnly | MacFile.Append) : null, held);
        }
        catch (LaunchException)
        {
            output?.Dispose();
            held?.Dispose();
            throw;
        }
    }

    /// <summary>Returns whether a process holds the output: by the lock, which it may have closed, or by the log as its output.</summary>
    public static bool IsHeld(LogSpec log) => log.Keep && (OutputLock.IsHeld(log.File) || IsWritten(log.File));

    /// <summary>Opens a regular file, never through a link, and creates it if it is missing.</summary>
    /// <exception cref="LaunchException">It cannot be opened.</exception>
    public static Descriptor OpenOrCreate(string path, int flags)
    {
        var file = MacFile.Open(path, flags | MacFile.NoFollow, out var errno);
        if (errno == Errno.NotFound)
        {
            file.Dispose();
            Create(path);
            file = MacFile.Open(path, flags | MacFile.NoFollow, out errno);
        }

        if (file.IsInvalid)
        {
            file.Dispose();
            throw new LaunchException(errno == Errno.Invalid
                ? $"Its log {path} is not a regular file."
                : $"Its log {path} cannot be opened: {DarwinErrno.Describe(errno)}.");
        }

        return file;
    }

    public void Dispose()
    {
        output.Dispose();
        error?.Dispose();
        held?.Dispose();
    }

    // Not with open(2), which takes the mode of a new file as a variable argument.
    private static void Create(string path)
    {
        try
        {
            using var made = CurrentPlatform.Files.Open(
                path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete }, FileModes.Log);
        }
        catch (IOException) when (File.Exists(path))
        {
            // It does not matter if somebody else was faster.
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new LaunchException($"Its log {path} cannot be made: {fault.Message}");
        }
    }

    /// <summary>Returns whether a process has the log as its output, open for writing.</summary>
    public static bool IsWrittenBy(LogSpec log, int pid) => log.Keep && IsWritten(log.File, [pid]);

    private static bool IsWritten(string path, IEnumerable<int>? by = null)
    {
        using var file = MacFile.Open(path, MacFile.ReadOnly | MacFile.NoFollow, out _);
        return !file.IsInvalid
            && DarwinProcess.File(Environment.ProcessId, file.Value) is { } log
            && (by ?? DarwinProcess.Pids()).Any(pid => pid != Environment.ProcessId && (Writes(pid, Output) || Writes(pid, Error)));

        bool Writes(int pid, int fd) => DarwinProcess.File(pid, fd) is { IsWritable: true } other && other.IsSameFile(log);
    }
}
