using System.Globalization;
using System.Runtime.InteropServices;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Files;

/// <summary>Named pipes. The end of the program is locked like a log, so the lock shows as long as anybody has it.</summary>
internal sealed class LinuxOutputPipes : OutputPipes
{
    private const uint OwnerOnly = 0b110_000_000;

    /// <summary>The suffix of a link in <c>/proc</c> whose file has lost its name.</summary>
    private const string Deleted = " (deleted)";

    public override (OutputPipe Reader, SafeHandle Output) Create(string path)
    {
        if (IsHeld(path))
        {
            throw new LaunchException($"Its output pipe {path} is still held open by a program of an earlier run or by another server.");
        }

        File.Delete(path);
        if (Libc.MakeFifo(path, OwnerOnly) != 0)
        {
            throw Failure(path, Marshal.GetLastPInvokeError());
        }

        // Open for writing as well, so it waits for nobody.
        var output = LinuxDescriptor.Open(path, OpenFlags.ReadWrite | OpenFlags.NoFollow, 0, out var errno);
        var reader = output.IsInvalid ? output : OpenReader(path, out errno);
        if (reader.IsInvalid || !LinuxFile.IsPrivatePipe(output) || !OutputLock.TryTake(output))
        {
            reader.Dispose();
            output.Dispose();
            throw Failure(path, errno);
        }

        return (new SplicedPipe(reader), output);
    }

    public override OutputPipe? Find(string path, int? pid)
    {
        string[] names = pid is { } program ? [path, .. Outputs(program).Where(open => IsNamed(open, path))] : [path];
        foreach (var name in names)
        {
            var reader = OpenReader(name, out var errno);
            if (!reader.IsInvalid && LinuxFile.IsPrivatePipe(reader))
            {
                return new SplicedPipe(reader);
            }

            reader.Dispose();
            if (errno is Errno.TooManyFiles or Errno.TooManyFilesInSystem or Errno.OutOfMemory)
            {
                throw new IOException($"The output pipe {name} cannot be opened: {Errno.Describe(errno)}.", errno);
            }
        }

        return null;
    }

    public override OutputPipe? FindOf(int pid, string path, out bool isNamed)
    {
        isNamed = false;
        foreach (var open in Outputs(pid).Where(open => IsNamed(open, path)))
        {
            var reader = OpenReader(open, out _);
            if (!reader.IsInvalid && LinuxFile.IsPrivatePipe(reader))
            {
                isNamed = new FileInfo(open).LinkTarget == path;
                return new SplicedPipe(reader);
            }

            reader.Dispose();
        }

        return null;
    }

    /// <summary>Returns whether a program has a pipe as its output.</summary>
    public static bool IsHeld(string path)
    {
        using var pipe = OpenReader(path, out _);
        return !pipe.IsInvalid && LinuxFile.IsPrivatePipe(pipe) && OutputLock.IsHeldByOthers(pipe);
    }

    /// <summary>Returns whether an output of a process, a link in <c>/proc</c>, is a pipe with this name.</summary>
    public static bool IsNamed(string open, string path) =>
        new FileInfo(open).LinkTarget is { } target && (target == path || target == path + Deleted);

    private static string[] Outputs(int pid) => [.. new[] { 1, 2 }.Select(number => string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/fd/{number}"))];

    private static Descriptor OpenReader(string path, out int errno) =>
        LinuxDescriptor.Open(path, OpenFlags.ReadOnly | OpenFlags.NonBlocking | (path.StartsWith("/proc/", StringComparison.Ordinal) ? 0 : OpenFlags.NoFollow), 0, out errno);

    private static LaunchException Failure(string path, int errno) =>
        new($"Its output pipe {path} cannot be made: {(errno == 0 ? "something else has its name" : Errno.Describe(errno))}.", Errno.FaultOf(errno));
}
