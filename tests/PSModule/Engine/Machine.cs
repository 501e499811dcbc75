using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

[assembly: SupportedOSPlatform("linux")]

namespace ProcessProxy.PSModule.Tests.Engine;

/// <summary>What the machine itself says of processes, from /proc.</summary>
internal static partial class Machine
{
    public const int HangUp = 1;
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Term = 15;

    /// <summary>The living processes whose environment holds this entry; zombies are dead.</summary>
    public static IReadOnlyList<int> ProcessesWith(string name, string value)
    {
        var wanted = Encoding.UTF8.GetBytes($"{name}={value}\0");
        return [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
            .Select(folder => int.TryParse(folder, out var pid) ? pid : 0)
            .Where(pid => pid > 0 && IsAlive(pid) && Read($"/proc/{pid}/environ").AsSpan().IndexOf(wanted) >= 0)];
    }

    public static bool IsAlive(int pid)
    {
        var stat = Encoding.UTF8.GetString(Read($"/proc/{pid}/stat"));
        return stat.Length > 0 && stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
    }

    public static void Signal(int pid, int signal) => _ = SendSignal(pid, signal);

    /// <summary>The session that a process is in.</summary>
    public static int SessionOf(int pid)
    {
        var stat = Encoding.UTF8.GetString(Read($"/proc/{pid}/stat"));
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[3], CultureInfo.InvariantCulture);
    }

    private static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int pid, int signal);
}
