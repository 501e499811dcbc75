using System.Globalization;

namespace ProcessProxy.Platform.Linux;

/// <summary>
/// Who listens on the ports, by <c>/proc</c>: the table of sockets says the inode, the descriptors of processes say whose that is.
/// It looks at the server's own network alone; what listens inside of a container is not seen.
/// </summary>
internal sealed class PortTable : IPortTable
{
    private const string Listening = "0A";
    private const int LocalAddress = 1;
    private const int State = 3;
    private const int Inode = 9;

    public PortListener? Find(int port)
    {
        var sockets = new HashSet<string>(StringComparer.Ordinal);
        foreach (var table in (string[])["/proc/self/net/tcp", "/proc/self/net/tcp6"])
        {
            if (File.Exists(table))
            {
                sockets.UnionWith(Sockets(File.ReadLines(table), port));
            }
        }

        return sockets.Count == 0 ? null : Owner(sockets) ?? new PortListener(null, null, null, null);
    }

    /// <summary>What descriptors of the sockets that listen on a port are shown as.</summary>
    /// <param name="table">The lines of <c>/proc/net/tcp</c> or <c>tcp6</c>.</param>
    /// <param name="port">The port.</param>
    internal static IEnumerable<string> Sockets(IEnumerable<string> table, int port)
    {
        //   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 12345 1 …
        var end = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        return
            from line in table
            let fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            where fields.Length > Inode && fields[State] == Listening && fields[LocalAddress].EndsWith(end, StringComparison.Ordinal)
            select $"socket:[{fields[Inode]}]";
    }

    private static PortListener? Owner(HashSet<string> sockets)
    {
        foreach (var pid in ProcFs.Pids())
        {
            if (Holds(pid, sockets))
            {
                return new PortListener(pid, ProcFs.ReadCommand(pid), ProcFs.ReadMarks(pid).Run, ProcFs.ReadStat(pid)?.Session);
            }
        }

        return null;
    }

    private static bool Holds(int pid, HashSet<string> sockets)
    {
        try
        {
            return new DirectoryInfo($"/proc/{pid}/fd").EnumerateFileSystemInfos().Any(descriptor => descriptor.LinkTarget is { } target && sockets.Contains(target));
        }
        catch (Exception unseen) when (unseen is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or belongs to another user.
            return false;
        }
    }
}
