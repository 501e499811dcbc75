using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using ProcessProxy.Platform.Linux.Proc;

namespace ProcessProxy.Platform.Linux.Cgroups;

/// <summary>
/// The control group (cgroup v2) of one run: no descendant leaves it by starting a session, by losing its parent or by
/// changing its environment. What cannot be read counts as not there; the mark in the environment is looked for besides.
/// </summary>
/// <param name="path">Its name, as the kernel gives it in <c>/proc/PID/cgroup</c>.</param>
/// <param name="folder">Where it is mounted.</param>
internal sealed class ControlGroup(string path, string folder)
{
    /// <summary>How many groups a program may make below its own before they are no longer looked through.</summary>
    private const int MostSubGroups = 1000;

    /// <summary>How many processes a program may have forked before it is moved.</summary>
    private const int MostMoved = 1000;

    /// <summary>Its name, as the kernel gives it in <c>/proc/PID/cgroup</c>.</summary>
    public string Path => path;

    /// <summary>Whether something in it, or in a group below it, is alive.</summary>
    public bool IsPopulated => Read(folder, "cgroup.events").Contains("populated 1", StringComparison.Ordinal);

    /// <summary>What the kernel has counted of its memory, as lines; empty where the memory controller is not on.</summary>
    public string MemoryEvents => Read(folder, "memory.events");
    /// <summary>The processor time of everything that was ever in it; null where the kernel does not say.</summary>
    public TimeSpan? CpuTime
    {
        get
        {
            // The first line, as "usage_usec 123"; it is there without any controller.
            var text = Read(folder, "cpu.stat").AsSpan();
            const string name = "usage_usec ";
            var end = text.IndexOf('\n');
            return end > 0 && text.StartsWith(name, StringComparison.Ordinal)
                && long.TryParse(text[name.Length..end], NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
                ? TimeSpan.FromMicroseconds(microseconds)
                : null;
        }
    }

    /// <summary>Opens the door that <see cref="TryAdd"/> needs at once after a launch.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public SafeFileHandle OpenDoor() => OpenForWriting("cgroup.procs");

    /// <summary>
    /// Moves a program into it, with what it has forked in the moment since its launch. What is forked after that is born
    /// inside.
    /// </summary>
    /// <returns>Whether the program is in it.</returns>
    public static bool TryAdd(int pid, SafeFileHandle door)
    {
        if (!TryMove(pid, door))
        {
            return false;
        }

        var moved = new HashSet<int> { pid };
        var parents = new Queue<int>(moved);
        while (parents.TryDequeue(out var parent) && moved.Count < MostMoved)
        {
            // A list that is read while somebody on it ends may miss others, so until one shows nothing new.
            for (var before = -1; before != moved.Count;)
            {
                before = moved.Count;
                foreach (var child in ProcFs.Children(parent).Where(moved.Add))
                {
                    TryMove(child, door);
                    parents.Enqueue(child);
                }
            }
        }

        return true;
    }

    /// <summary>The processes in it and in the groups below it.</summary>
    public IReadOnlySet<int> Members()
    {
        var members = new HashSet<int>();
        foreach (var group in SubGroups())
        {
            foreach (var line in Read(group, "cgroup.procs").Split('\n'))
            {
                // 0 stands for a process that cannot be seen from our pid namespace.
                if (int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && pid > 1)
                {
                    members.Add(pid);
                }
            }
        }

        return members;
    }

    /// <summary>Kills everything in it at once, so that nothing can fork faster than it is killed.</summary>
    /// <returns>False where the kernel cannot (before Linux 5.14) or we may not.</returns>
    public bool TryKill()
    {
        try
        {
            using var file = OpenForWriting("cgroup.kill");
            return TryWrite(file, "1");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Removes it when nothing in it is alive; else it stays.</summary>
    public void Remove()
    {
        if (IsPopulated)
        {
            return;
        }

        // The deepest first.
        foreach (var group in Enumerable.Reverse(SubGroups()))
        {
            try
            {
                Directory.Delete(group);
            }
            catch (Exception kept) when (kept is IOException or UnauthorizedAccessException)
            {
                // Gone already, or the kernel is not yet done with its last process. The end of the server tries again.
            }
        }
    }

    private List<string> SubGroups()
    {
        var groups = new List<string> { folder };
        for (var i = 0; i < groups.Count && groups.Count < MostSubGroups; i++)
        {
            try
            {
                groups.AddRange(Directory.EnumerateDirectories(groups[i]).Take(MostSubGroups - groups.Count));
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // Removed meanwhile, by the program that made it.
            }
        }

        return groups;
    }

    private static bool TryMove(int pid, SafeFileHandle door) => TryWrite(door, pid.ToString(CultureInfo.InvariantCulture));

    private static bool TryWrite(SafeFileHandle file, string text)
    {
        try
        {
            RandomAccess.Write(file, Encoding.ASCII.GetBytes(text), 0);
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // The process is gone, the group is, or we may not: the caller has another way.
            return false;
        }
    }

    private SafeFileHandle OpenForWriting(string file) =>
        File.OpenHandle(System.IO.Path.Combine(folder, file), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);

    private static string Read(string group, string file)
    {
        try
        {
            return File.ReadAllText(System.IO.Path.Combine(group, file));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // The group has been removed, or it is a threaded one whose processes are listed above it.
            return "";
        }
    }
}
