using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Proc;

/// <summary>Reads <c>/proc</c>. A process that is gone by the time it is read is not an error: this is normal in /proc.</summary>
internal static class ProcFs
{
    private const int EnvironmentLimit = 4 * 1024 * 1024;

    /// <summary>The longest time that a process may be in the middle of an exec: a fraction of a millisecond, and its time slices on a busy machine.</summary>
    private static readonly TimeSpan ExecPatience = TimeSpan.FromMilliseconds(100);

    private static readonly byte[] RunPrefix = Encoding.UTF8.GetBytes(ProcessMark.RunVariable + "=");
    private static readonly byte[] IdPrefix = Encoding.UTF8.GetBytes(ProcessMark.IdVariable + "=");

    /// <summary>Returns the ID of the current boot.</summary>
    public static string ReadBootId() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    /// <summary>Returns all current process numbers.</summary>
    public static IEnumerable<int> Pids()
    {
        foreach (var path in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(path.AsSpan("/proc/".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
            {
                yield return pid;
            }
        }
    }

    /// <summary>Returns the state of a process, or null if there is none with this number.</summary>
    public static ProcStat? ReadStat(int pid)
    {
        Span<byte> buffer = stackalloc byte[1024];
        var length = Read($"/proc/{pid}/stat", buffer);
        return length > 0 && ProcStat.TryParse(buffer[..length], out var stat) ? stat : null;
    }

    /// <summary>Returns the beginning of the command line of a process, or null if it has none or is gone.</summary>
    public static string? ReadCommand(int pid)
    {
        Span<byte> buffer = stackalloc byte[512];
        var length = Read($"/proc/{pid}/cmdline", buffer);
        return length <= 0 ? null : Encoding.UTF8.GetString(buffer[..length]).Replace('\0', ' ').Trim() is { Length: > 0 } command ? command : null;
    }

    /// <summary>Returns the mark of the run and the ID from a process's environment, or null if it has none or may not be read.</summary>
    public static (string? Run, string? Id) ReadMarks(int pid)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            int length;
            var since = Stopwatch.GetTimestamp();
            var looks = new SpinWait();
            while ((length = ReadEnvironment(pid, ref buffer)) == 0 && MayBeInExec(pid) && Stopwatch.GetElapsedTime(since) < ExecPatience)
            {
                looks.SpinOnce();
            }

            var text = buffer.AsSpan(0, Math.Max(length, 0));
            return (Value(text, RunPrefix), Value(text, IdPrefix));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Returns the current children of a process; none if it is gone or the kernel does not report them.</summary>
    public static IReadOnlyList<int> Children(int pid)
    {
        var children = new List<int>();
        try
        {
            foreach (var thread in Directory.EnumerateDirectories($"/proc/{pid}/task"))
            {
                foreach (var child in File.ReadAllText($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    children.Add(int.Parse(child, CultureInfo.InvariantCulture));
                }
            }
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // The process, or one of its threads, has ended.
        }

        return children;
    }

    /// <summary>Returns how many descriptors a process has open, or null if it is gone or may not be read.</summary>
    public static int? CountDescriptors(int pid)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries($"/proc/{pid}/fd").Count();
        }
        catch (Exception gone) when (gone is UnauthorizedAccessException or IOException)
        {
            // The process has ended, or belongs to another user.
            return null;
        }
    }

    /// <summary>Returns the uptime of the machine in clock ticks, on the clock of start times.</summary>
    public static double ReadUptimeSeconds()
    {
        var text = File.ReadAllText("/proc/uptime");
        return double.Parse(text.AsSpan(0, text.IndexOf(' ', StringComparison.Ordinal)), CultureInfo.InvariantCulture);
    }

    /// <summary>Returns the user that started a process, whatever it has become by a setuid program, or null if it is gone.</summary>
    public static uint? ReadRealUser(int pid) =>
        ReadField($"/proc/{pid}/status", "Uid:") is { } users
        && uint.TryParse(users.AsSpan(0, users.IndexOf('\t', StringComparison.Ordinal) is var end && end < 0 ? users.Length : end), NumberStyles.None, CultureInfo.InvariantCulture, out var user)
            ? user
            : null;

    /// <summary>Returns a line of a small file of names and values, or null if it has no such line or is gone.</summary>
    public static string? ReadField(string path, string name)
    {
        Span<byte> buffer = stackalloc byte[4096];
        var text = Encoding.UTF8.GetString(buffer[..Math.Max(Read(path, buffer), 0)]);
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(name, StringComparison.Ordinal))
            {
                return line[name.Length..].Trim().ToString();
            }
        }

        return null;
    }

    /// <summary>Reads as much of a file as fits.</summary>
    /// <returns>The number of bytes; -1 if the process is gone or may not be read.</returns>
    /// <exception cref="IOException">It cannot be determined.</exception>
    public static int Read(string path, Span<byte> buffer)
    {
        try
        {
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var total = 0;
            while (total < buffer.Length)
            {
                var read = RandomAccess.Read(handle, buffer[total..], total);
                if (read == 0)
                {
                    break;
                }

                total += read;
            }

            return total;
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException
            || gone.HResult == Errno.NoSuchProcess)
        {
            // Gone before it was opened, another user's environment, or gone while it was read. Any other error (no descriptor
            // left) says nothing about the process and is for the caller.
            return -1;
        }
    }

    /// <summary>Reads the environment of a process into a buffer, or into a larger one from the pool if it does not fit.</summary>
    private static int ReadEnvironment(int pid, ref byte[] buffer)
    {
        int length;
        while ((length = Read($"/proc/{pid}/environ", buffer)) == buffer.Length && length < EnvironmentLimit)
        {
            var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 4);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }

        return length;
    }

    /// <summary>
    /// Returns whether a process that showed no environment may show one in a moment: in the middle of an exec it has none, and a reader
    /// that began with the previous one gets nothing either.
    /// </summary>
    private static bool MayBeInExec(int pid) => ReadStat(pid) is { IsDead: false, HasMemory: true, HasEmptyEnvironment: false };

    private static string? Value(ReadOnlySpan<byte> environment, ReadOnlySpan<byte> prefix)
    {
        while (!environment.IsEmpty)
        {
            var end = environment.IndexOf((byte)0);
            var entry = end < 0 ? environment : environment[..end];
            if (entry.StartsWith(prefix))
            {
                return Encoding.UTF8.GetString(entry[prefix.Length..]);
            }

            environment = end < 0 ? [] : environment[(end + 1)..];
        }

        return null;
    }
}
