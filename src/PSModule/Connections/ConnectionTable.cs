using System.Management.Automation.Runspaces;

namespace ProcessProxy.PowerShell.Connections;

/// <summary>
/// The open connections. Each runspace uses its own latest one. A runspace of <c>ForEach-Object -Parallel</c> without one
/// uses the latest of the runspace that made the oldest: probably the one whose script it belongs to.
/// </summary>
internal static class ConnectionTable
{
    /// <summary>PowerShell's name for the runspaces of <c>ForEach-Object -Parallel</c>.</summary>
    private const string Parallel = "PSTask:";
    private static readonly Lock Gate = new();
    private static readonly List<ProxyConnection> Open = [];

    /// <summary>Gets all connections, oldest first, including those that are being closed.</summary>
    public static IReadOnlyList<ProxyConnection> All
    {
        get
        {
            lock (Gate)
            {
                return [.. Open];
            }
        }
    }

    /// <summary>Returns the current connection of a runspace, or null.</summary>
    public static ProxyConnection? CurrentOf(Runspace? runspace)
    {
        lock (Gate)
        {
            var usable = Open.FindAll(one => one.IsOpen);
            return usable.FindLast(one => one.Owner == runspace?.InstanceId)
                ?? (usable.Count > 0 && IsParallel(runspace) ? usable.FindLast(one => one.Owner == usable[0].Owner) : null);
        }
    }

    /// <summary>Returns what cmdlets of a runspace act on by default: the current connection or, if it is in this session, all supervisors of this session.</summary>
    public static IReadOnlyList<ProxyConnection> TargetsOf(Runspace? runspace)
    {
        var current = CurrentOf(runspace);
        return current switch
        {
            null => [],
            { Kind: ConnectionKind.Session } => [.. All.Where(one => one.IsOpen && one.Kind == ConnectionKind.Session && one.Owner == current.Owner)],
            _ => [current],
        };
    }

    public static void Add(ProxyConnection connection)
    {
        lock (Gate)
        {
            Open.Add(connection);
        }
    }

    /// <summary>Makes an open connection the current one of its runspace.</summary>
    public static void Use(ProxyConnection connection)
    {
        lock (Gate)
        {
            if (Open.Remove(connection))
            {
                Open.Add(connection);
            }
        }
    }

    /// <summary>Removes a connection after it was closed.</summary>
    public static void Remove(ProxyConnection connection)
    {
        lock (Gate)
        {
            Open.Remove(connection);
        }
    }

    private static bool IsParallel(Runspace? runspace) => runspace?.Name.StartsWith(Parallel, StringComparison.Ordinal) == true;
}
