namespace ProcessProxy.PowerShell.Commands;

/// <summary>A process and where it was found.</summary>
/// <param name="Connection">Where.</param>
/// <param name="Process">The process.</param>
internal sealed record FoundProcess(ProxyConnection Connection, ProcessInfo Process)
{
    /// <summary>How questions and errors call it: <c>web (pid 123)</c>.</summary>
    public string Title => Process.Pid is { } pid ? $"{Process.Id} (pid {pid})" : Process.Id;
}
