using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace ProcessProxy.Harness;

/// <summary>What the machine itself says, from /proc: never what the server under test says of itself.</summary>
public static partial class Machine
{
    public const int HangUp = 1;
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Term = 15;
    public const int Cont = 18;
    public const int Stop = 19;
    private const int KernelThread = 0x00200000;

    /// <summary>The living processes whose environment holds this entry; zombies are dead.</summary>
    public static IReadOnlyList<int> ProcessesWith(string name, string value)
    {
        var wanted = Encoding.UTF8.GetBytes($"{name}={value}\0");
        return [.. Pids().Where(pid => IsAlive(pid) && Environment(pid).AsSpan().IndexOf(wanted) >= 0)];
    }

    public static bool IsAlive(int pid) => State(pid) is not (null or 'Z' or 'X');

    /// <summary>The state letter of a process; null when there is none.</summary>
    public static char? State(int pid)
    {
        var stat = Encoding.UTF8.GetString(Read($"/proc/{pid}/stat"));
        return stat.Length == 0 ? null : stat[stat.LastIndexOf(')') + 2];
    }

    /// <summary>A line of /proc/PID/status, by how it begins.</summary>
    public static string StatusOf(int pid, string name) =>
        File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));

    /// <summary>The parent of a process, or 0.</summary>
    public static int Parent(int pid) => int.Parse(Field(pid, 4), CultureInfo.InvariantCulture);

    public static int Group(int pid) => int.Parse(Field(pid, 5), CultureInfo.InvariantCulture);

    public static int Session(int pid) => int.Parse(Field(pid, 6), CultureInfo.InvariantCulture);

    /// <summary>When the kernel started a process, in its own ticks.</summary>
    public static ulong StartTicks(int pid) => ulong.Parse(Field(pid, 22), CultureInfo.InvariantCulture);

    /// <summary>The processor time that a process has used, to a hundredth of a second.</summary>
    public static TimeSpan CpuTime(int pid) => TimeSpan.FromMilliseconds(
        10 * (long.Parse(Field(pid, 14), CultureInfo.InvariantCulture) + long.Parse(Field(pid, 15), CultureInfo.InvariantCulture)));

    /// <summary>What a process has open, as the kernel names it; nothing when it has ended.</summary>
    public static IReadOnlyList<string> OpenFiles(int pid)
    {
        try
        {
            return [.. Directory.GetFileSystemEntries($"/proc/{pid}/fd").Select(path => new FileInfo(path).LinkTarget ?? "")];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    /// <summary>How many connections to a local port are open together, as the kernel counts them at the side that made them.</summary>
    /// <remarks>
    /// It is asked twice, and what it shows both times counts. It shows its table piece by piece, so that one answer may hold a connection that
    /// has been closed meanwhile beside the one that came after it.
    /// </remarks>
    public static int ConnectionsTo(int port) => Connections(port).Intersect(Connections(port), StringComparer.Ordinal).Count();

    /// <summary>The environment a process was started with; empty when it has none or it may not be read.</summary>
    /// <remarks>A process whose program is just being replaced by another shows neither that nor a command line, for a moment.</remarks>
    public static byte[] Environment(int pid)
    {
        var begun = TimeProvider.System.GetTimestamp();
        var pause = default(SpinWait);
        var environment = Read($"/proc/{pid}/environ");
        while (environment.Length == 0 && IsAlive(pid) && !IsKernelThread(pid) && TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(1))
        {
            var isReplaced = Read($"/proc/{pid}/cmdline").Length == 0;
            environment = Read($"/proc/{pid}/environ");
            if (!isReplaced)
            {
                break;
            }

            pause.SpinOnce();
        }

        return environment;
    }

    public static IEnumerable<int> Pids() => Directory.EnumerateDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), out var pid) ? pid : 0).Where(pid => pid > 0);

    public static void Signal(int pid, int signal) => SendSignal(pid, signal);

    public static string? Which(string program) => (System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static bool IsKernelThread(int pid) => (int.Parse(Field(pid, 9), CultureInfo.InvariantCulture) & KernelThread) != 0;

    private static HashSet<string> Connections(int port) => File.ReadLines("/proc/net/tcp").Concat(File.ReadLines("/proc/net/tcp6"))
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(fields => fields is [_, _, var remote, "01", ..] && remote.EndsWith($":{port:X4}", StringComparison.Ordinal))
        .Select(fields => fields[1])
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>A field of /proc/PID/stat by the number that proc(5) gives it, from 4; "0" when there is no such process.</summary>
    private static string Field(int pid, int number)
    {
        var stat = Encoding.UTF8.GetString(Read($"/proc/{pid}/stat"));
        return stat.Length == 0 ? "0" : stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[number - 3];
    }

    private static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // The process ended between being listed and being read.
            return [];
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int pid, int signal);
}
