using System.Globalization;
using System.Runtime.CompilerServices;

namespace ProcessProxy.PowerShell.Connections;

/// <summary>
/// The connections that processes came from, so that piping a process acts on its connection, whatever the current one is.
/// </summary>
internal static class Origins
{
    private static readonly ConditionalWeakTable<ProcessInfo, ProxyConnection> Table = [];

    /// <summary>
    /// Records the connection of a process and of its instances. The name of an instance gets its number: PowerShell passes a piped object on by its property
    /// Name, and one instance must not become the whole process.
    /// </summary>
    /// <returns>The process to use instead.</returns>
    public static ProcessInfo Note(ProcessInfo process, ProxyConnection connection)
    {
        var noted = Numbered(process);
        Table.AddOrUpdate(noted, connection);
        foreach (var instance in noted.Instances ?? [])
        {
            Table.AddOrUpdate(instance, connection);
        }

        return noted;
    }

    /// <summary>Returns the connection, or null for a process that did not come from here.</summary>
    public static ProxyConnection? Of(ProcessInfo process) => Table.TryGetValue(process, out var connection) ? connection : null;

    private static ProcessInfo Numbered(ProcessInfo process)
    {
        if (process.Instances is { } instances)
        {
            return instances.All(IsNumbered) ? process : process with { Instances = [.. instances.Select(Numbered)] };
        }

        return !process.IsOneOfSeveral || IsNumbered(process) ? process : process with { Name = process.Name + NumberOf(process) };
    }

    private static bool IsNumbered(ProcessInfo instance) => instance.Name.EndsWith(NumberOf(instance), StringComparison.Ordinal);

    private static string NumberOf(ProcessInfo instance) => string.Create(CultureInfo.InvariantCulture, $":{instance.Instance}");
}
