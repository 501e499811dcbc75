using System.Globalization;
using System.Text;

namespace ProcessProxy.Benchmarks.Measuring;

/// <summary>What the kernel says of processes, seen from outside.</summary>
internal static class Processes
{
    /// <summary>Carried by everything that a measurement starts, so that it is found and ended.</summary>
    public const string MarkVariable = "PROCESSPROXY_BENCHMARK";

    public static IEnumerable<int> Pids() => Directory.EnumerateDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
        .Where(pid => pid > 0);

    /// <summary>Everything alive that carries the mark.</summary>
    public static IReadOnlyList<int> Marked(string mark) => [.. Pids().Where(pid => IsAlive(pid) && Carries(pid, mark))];

    /// <summary>Whether the process carries the mark.</summary>
    public static bool Carries(int pid, string mark) =>
        Bytes($"/proc/{pid}/environ").AsSpan().IndexOf(Encoding.ASCII.GetBytes($"{MarkVariable}={mark}\0")) >= 0;

    public static bool IsAlive(int pid)
    {
        var stat = Encoding.UTF8.GetString(Bytes($"/proc/{pid}/stat"));
        return stat.Length > 0 && stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
    }

    public static string Name(int pid) => Encoding.UTF8.GetString(Bytes($"/proc/{pid}/comm")).TrimEnd('\n');

    /// <summary>CPU time that the process and its ended threads have used.</summary>
    public static unsafe TimeSpan Cpu(int pid)
    {
        // The clock of another process has its number in the clock's; finer than the hundredths that /proc/PID/stat shows.
        var time = stackalloc long[2];
        return Native.ClockGetTime((~pid << 3) | 2, time) == 0
            ? TimeSpan.FromSeconds(time[0]) + TimeSpan.FromTicks(time[1] / 100)
            : TimeSpan.Zero;
    }

    /// <summary>The process and those below it that run the same program.</summary>
    public static IReadOnlyList<int> Family(int pid)
    {
        var children = Pids().ToLookup(Parent);
        List<int> family = [pid];
        for (var i = 0; i < family.Count; i++)
        {
            family.AddRange(children[family[i]].Where(child => Name(child) == Name(pid)));
        }

        return family;
    }

    /// <summary>The most memory that was ever resident, in MB.</summary>
    public static double PeakRss(int pid) => Megabytes($"/proc/{pid}/status", "VmHWM:");

    /// <summary>Resident memory in MB, shared pages counted in full.</summary>
    public static double Rss(int pid) => Megabytes($"/proc/{pid}/status", "VmRSS:");

    /// <summary>Resident memory in MB, shared pages divided among those who share them.</summary>
    public static double Pss(int pid) => Megabytes($"/proc/{pid}/smaps_rollup", "Pss:");

    private static int Parent(int pid)
    {
        var stat = Encoding.UTF8.GetString(Bytes($"/proc/{pid}/stat"));
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 1 ? int.Parse(fields[1], CultureInfo.InvariantCulture) : 0;
    }

    private static double Megabytes(string file, string key)
    {
        var line = Encoding.UTF8.GetString(Bytes(file)).Split('\n').FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line[key.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024;
    }

    private static byte[] Bytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It ended between being listed and being read.
            return [];
        }
    }
}
