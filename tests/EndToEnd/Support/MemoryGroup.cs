using System.Globalization;

namespace ProcessProxy.EndToEnd.Support;

/// <summary>A control group with a limit of memory, where the machine lets the tests make one.</summary>
internal sealed class MemoryGroup : IDisposable
{
    private const long Limit = 64 << 20;
    private readonly string folder;

    private MemoryGroup(string folder) => this.folder = folder;

    /// <summary>A program that writes its pid into this file is in the group.</summary>
    public string Door => Path.Combine(folder, "cgroup.procs");

    /// <summary>Makes a group; null where that is not possible.</summary>
    public static MemoryGroup? TryCreate()
    {
        foreach (var (parent, limit) in Places())
        {
            var folder = Path.Combine(parent, $"e2e-memory-{Guid.NewGuid():N}");
            try
            {
                Directory.CreateDirectory(folder);
                if (File.Exists(Path.Combine(folder, limit)))
                {
                    File.WriteAllText(Path.Combine(folder, limit), Limit.ToString(CultureInfo.InvariantCulture));
                    return new MemoryGroup(folder);
                }

                Directory.Delete(folder);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                // Not here.
            }
        }

        return null;
    }

    public void Dispose()
    {
        // The killed are gone from it a moment after they are dead.
        SpinWait.SpinUntil(() => File.ReadAllText(Door).Length == 0, Wait.Patience);
        Directory.Delete(folder);
    }

    private static IEnumerable<(string Parent, string Limit)> Places()
    {
        foreach (var fields in File.ReadLines("/proc/self/mountinfo").Select(line => line.Split(' ')))
        {
            if (fields.Contains("cgroup2"))
            {
                yield return (fields[4], "memory.max");
            }
            else if (fields.Contains("cgroup") && fields[^1].Split(',').Contains("memory"))
            {
                yield return (fields[4], "memory.limit_in_bytes");
            }
        }
    }
}
