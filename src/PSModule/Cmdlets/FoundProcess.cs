namespace ProcessProxy.PowerShell.Commands;

/// <summary>A process with its connection.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Process">The process.</param>
internal sealed record FoundProcess(ProxyConnection Connection, ProcessInfo Process)
{
    /// <summary>Gets its name in calls: <c>web</c>, and <c>web:2</c> for one of several instances.</summary>
    public string Address => Process.Address;

    /// <summary>Gets its description for questions and errors: <c>web (pid 123)</c>.</summary>
    public string Title => Process.Pid is { } pid ? $"{Address} (pid {pid})" : Address;
}
