using System.Runtime.CompilerServices;

namespace ProcessProxy.PowerShell.Connections;

/// <summary>
/// The connections that processes came from, so that piping a process acts on its connection, whatever the current one is.
/// </summary>
internal static class Origins
{
    private static readonly ConditionalWeakTable<ProcessInfo, ProxyConnection> Table = [];

    /// <summary>Records the connection of a process.</summary>
    public static ProcessInfo Note(ProcessInfo process, ProxyConnection connection)
    {
        Table.AddOrUpdate(process, connection);
        return process;
    }

    /// <summary>Returns the connection, or null for a process that did not come from here.</summary>
    public static ProxyConnection? Of(ProcessInfo process) => Table.TryGetValue(process, out var connection) ? connection : null;
}
