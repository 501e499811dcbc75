using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using ProcessProxy.Platform.Linux.Proc;

namespace ProcessProxy.Platform.Linux.Cgroups;

/// <summary>
/// The control group (cgroup v2) of one run: no descendant leaves it by starting a session, losing its parent or
/// changing its environment. Unreadable files count as missing, because the mark in the environment is checked as well.
/// </summary>
/// <param name="path">The name, as the kernel reports it in <c>/proc/PID/cgroup</c>.</param>
/// <param name="folder">The folder of the group.</param>
internal sealed class ControlGroup(string path, string folder)
{
    /// <summary>The number of groups below its own that are searched.</summary>
    private const int MostSubGroups = 1000;

    /// <summary>The number of processes that a program may have forked before it is moved.</summary>
    private const int MostMoved = 1000;

    /// <summary>Gets the name, as the kernel reports it in <c>/proc/PID/cgroup</c>.</summary>
    public string Path => path;

    /// <summary>Gets whether a process in it, or in a group below it, is alive.</summary>
    public bool IsPopulated => Read(folder, "cgroup.events").Contains("populated 1", StringComparison.Ordinal);

    /// <summary>Gets the kernel's memory counters as lines; empty without the memory controller.</summary>
    public string MemoryEvents => Read(folder, "memory.events");
    /// <summary>Gets the CPU time of every process that was ever in it; null if the kernel does not report it.</summary>
    public TimeSpan? CpuTime
    {
        get
        {
            // The first line, such as "usage_usec 123"; it exists without any controller.
            var text = Read(folder, "cpu.stat").AsSpan();
            const string name = "usage_usec ";
            var end = text.IndexOf('\n');
            return end > 0 && text.StartsWith(name, StringComparison.Ordinal)
                && long.TryParse(text[name.Length..end], NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
                ? TimeSpan.FromMicroseconds(microseconds)
                : null;
        }
    }

    /// <summary>Opens the file that <see cref="TryAdd"/> needs immediately after a launch.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public SafeFileHandle OpenDoor() => OpenForWriting("cgroup.procs");

    /// <summary>
    /// Moves a program into the group, with the processes it has forked since its launch. Later ones are created
    /// inside.
    /// </summary>
    /// <returns>True if the program is in it.</returns>
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
            // A list may miss processes if one on it ends while it is read, so it is read until nothing new appears.
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

    /// <summary>Returns the processes in it and in the groups below it.</summary>
    public IReadOnlySet<int> Members()
    {
        var members = new HashSet<int>();
        foreach (var group in SubGroups())
        {
            foreach (var line in Read(group, "cgroup.procs").Split('\n'))
            {
                // 0 stands for a process outside our pid namespace.
                if (int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && pid > 1)
                {
                    members.Add(pid);
                }
            }
        }

        return members;
    }

    /// <summary>Kills every process in it at once, faster than any process can fork.</summary>
    /// <returns>False if the kernel does not support it (before Linux 5.14) or does not allow it.</returns>
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

    /// <summary>Removes the group if no process in it is alive; otherwise it stays.</summary>
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
                // Already removed, or the kernel has not finished with its last process. The server tries again when it exits.
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
                // Removed in the meantime by the program that created it.
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
            // The process or the group is gone, or access is denied: the caller has another way.
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
            // The group was removed, or it is a threaded one whose processes are listed in its parent.
            return "";
        }
    }
}
