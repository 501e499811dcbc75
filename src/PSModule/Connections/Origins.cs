using System.Runtime.CompilerServices;

namespace ProcessProxy.PowerShell.Connections;

/// <summary>
/// From which connection a process was got, so that piping it on acts where it came from, whatever the current connection is by then.
/// </summary>
internal static class Origins
{
    private static readonly ConditionalWeakTable<ProcessInfo, ProxyConnection> Table = [];

    /// <summary>Notes it.</summary>
    public static ProcessInfo Note(ProcessInfo process, ProxyConnection connection)
    {
        Table.AddOrUpdate(process, connection);
        return process;
    }

    /// <summary>The connection; null for a process that was not got here.</summary>
    public static ProxyConnection? Of(ProcessInfo process) => Table.TryGetValue(process, out var connection) ? connection : null;
}
