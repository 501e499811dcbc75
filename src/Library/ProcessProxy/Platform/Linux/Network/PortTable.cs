using System.Globalization;
using ProcessProxy.Platform.Linux.Proc;
using ProcessProxy.Platform.Network;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Network;

/// <summary>
/// Finds the processes that listen on ports in <c>/proc</c>: the table of sockets has the inode, the descriptors of processes show its owner.
/// It covers only the server's own network; listeners inside containers are not visible.
/// </summary>
internal sealed class PortTable : IPortTable
{
    private const string Listening = "0A";
    private const int LocalAddress = 1;
    private const int State = 3;
    private const int User = 7;
    private const int Inode = 9;

    /// <value>A process that ended between two reads is recognized by the next one.</value>
    private const int Looks = 3;

    public PortListener? Find(int port)
    {
        HashSet<ListeningSocket>? unowned = null;
        for (var look = 0; look < Looks; look++)
        {
            HashSet<ListeningSocket> sockets = [.. Sockets(port)];
            if (sockets.Count == 0)
            {
                return null;
            }

            if (Owner(sockets.Select(socket => socket.Link).ToHashSet(StringComparer.Ordinal)) is { } owner)
            {
                return owner;
            }

            unowned = [.. (unowned ?? sockets).Intersect(sockets).Intersect(Sockets(port))];
        }

        if (unowned!.Count == 0)
        {
            // A program that crashes and comes back has another socket each time. That is not an invisible program.
            throw new IOException($"Port {port} changed hands at each of {Looks} looks.");
        }

        var ours = Libc.EffectiveUser();
        return new PortListener(null, null, null, null, IsForeign: ours != 0 && unowned.All(socket => socket.User != ours));
    }

    public IReadOnlyList<int> PortsOf(int session)
    {
        var ports = All().ToLookup(socket => socket.Link, socket => socket.Port, StringComparer.Ordinal);
        return [.. ProcFs.Pids().Where(pid => ProcFs.ReadStat(pid)?.Session == session).SelectMany(LinksOf).SelectMany(link => ports[link]).Distinct().Order()];
    }

    private static IEnumerable<ListeningSocket> Sockets(int port) => All().Where(socket => socket.Port == port);

    private static IEnumerable<ListeningSocket> All() =>
        from table in (string[])["/proc/self/net/tcp", "/proc/self/net/tcp6"]
        where File.Exists(table)
        from socket in Sockets(File.ReadLines(table))
        select socket;

    /// <summary>Returns the sockets that listen.</summary>
    /// <param name="table">The lines of <c>/proc/net/tcp</c> or <c>tcp6</c>.</param>
    internal static IEnumerable<ListeningSocket> Sockets(IEnumerable<string> table) =>

        //   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 12345 1 …
        from line in table
        let fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        where fields.Length > Inode && fields[State] == Listening
        let address = fields[LocalAddress]
        select new ListeningSocket(
            int.Parse(address.AsSpan(address.LastIndexOf(':') + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
            $"socket:[{fields[Inode]}]", uint.Parse(fields[User], CultureInfo.InvariantCulture));

    private static PortListener? Owner(HashSet<string> sockets)
    {
        foreach (var pid in ProcFs.Pids())
        {
            if (Holds(pid, sockets))
            {
                var listener = new PortListener(pid, ProcFs.ReadCommand(pid), ProcFs.ReadMarks(pid).Run, ProcFs.ReadStat(pid)?.Session);

                // Data of a process that is ending may not be its own; then another process has the socket, or none.
                return Holds(pid, sockets) ? listener : null;
            }
        }

        return null;
    }

    private static bool Holds(int pid, HashSet<string> sockets) => LinksOf(pid).Any(sockets.Contains);

    /// <summary>Returns the names of what a process has open.</summary>
    private static List<string> LinksOf(int pid)
    {
        var links = new List<string>();
        try
        {
            links.AddRange(new DirectoryInfo($"/proc/{pid}/fd").EnumerateFileSystemInfos().Select(descriptor => descriptor.LinkTarget).OfType<string>());
        }
        catch (Exception unseen) when (unseen is IOException or UnauthorizedAccessException)
        {
            // It has ended in the meantime, or belongs to another user.
        }

        return links;
    }
}

/// <summary>A listening socket.</summary>
/// <param name="Port">Its port.</param>
/// <param name="Link">The name that descriptors of it are shown with.</param>
/// <param name="User">The user it belongs to.</param>
internal readonly record struct ListeningSocket(int Port, string Link, uint User);
