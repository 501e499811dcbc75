using System.Security.Cryptography;
using System.Text;

namespace ProcessProxy.Harness;

/// <summary>The control groups (cgroup v2) of the machine, as its file system shows them.</summary>
public static class Cgroups
{
    /// <summary>What reading says of a group that was removed after its file was opened.</summary>
    private const int NoSuchDevice = 19;

    /// <summary>The folder of the group that the tests run in, where groups may be made below it; else null.</summary>
    public static string? Own { get; } = FindOwn();

    /// <summary>The group of a process, as the kernel names it.</summary>
    public static string Of(int pid) => File.ReadLines($"/proc/{pid}/cgroup").First(line => line.StartsWith("0::", StringComparison.Ordinal))[3..];

    /// <summary>The folder that holds the groups of a state directory, by the name that docs/operating.md tells.</summary>
    public static string FamilyOf(string stateDirectory, string below) => Path.Combine(
        below, "processproxy-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(stateDirectory)))[..12]);

    /// <summary>The groups of the runs of a state directory; none when it has no groups.</summary>
    public static IReadOnlyList<string> RunsOf(string stateDirectory, string? below = null)
    {
        var family = FamilyOf(stateDirectory, below ?? Own!);
        return Directory.Exists(family) ? Directory.GetDirectories(family) : [];
    }

    /// <summary>Who is in a group, those below it not counted.</summary>
    public static IReadOnlyList<int> Members(string folder) => [.. Lines(folder, "cgroup.procs").Select(int.Parse)];

    /// <summary>Whether somebody is in a group or below it, also who is dying and not listed any more.</summary>
    public static bool IsPopulated(string folder) => Lines(folder, "cgroup.events").Contains("populated 1");

    /// <summary>What the kernel says of a group; nothing of one that a server has removed in this moment, which has nobody in it.</summary>
    private static string[] Lines(string folder, string file)
    {
        try
        {
            return File.ReadAllLines(Path.Combine(folder, file));
        }
        catch (IOException gone) when (gone is DirectoryNotFoundException or FileNotFoundException || gone.HResult == NoSuchDevice)
        {
            return [];
        }
    }

    /// <summary>Removes a group and those below it; all must be empty.</summary>
    public static void Remove(string folder)
    {
        foreach (var below in Directory.GetDirectories(folder))
        {
            Remove(below);
        }

        Directory.Delete(folder);
    }

    /// <summary>Kills what is in a group or below it, and removes it.</summary>
    public static void End(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "cgroup.kill"), "1");
        var left = new Queue<string>([folder]);
        while (left.TryDequeue(out var group))
        {
            // The killed are gone from the list once they are dead.
            SpinWait.SpinUntil(() => Members(group).Count == 0, Wait.Patience);
            foreach (var below in Directory.GetDirectories(group))
            {
                left.Enqueue(below);
            }
        }

        Remove(folder);
    }

    private static string? FindOwn()
    {
        var mount = File.ReadLines("/proc/self/mountinfo").Select(line => line.Split(' ')).FirstOrDefault(fields => fields.Contains("cgroup2"));
        if (mount is null)
        {
            return null;
        }

        var own = Path.Join(mount[4], Of(Environment.ProcessId)[(mount[3] == "/" ? 0 : mount[3].Length)..]).TrimEnd('/');
        var probe = Path.Combine(own, $"e2e-{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(probe);
            Directory.Delete(probe);
            return own;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
