using System.Management.Automation.Runspaces;
using ProcessProxy.PowerShell.Bridge;
using ProcessProxy.PowerShell.Connections;

namespace ProcessProxy.PowerShell;

/// <summary>The target of cmdlets: a supervisor of this session, or a separate server. Thread-safe for several runspaces.</summary>
public sealed class ProxyConnection
{
    private readonly Lock gate = new();
    private IReadOnlyList<string> known = [];
    private Task? closing;

    internal ProxyConnection(ConnectionKind kind, string name, Guid owner)
    {
        Kind = kind;
        Name = name;
        Owner = owner;
    }

    /// <summary>Gets its name: the address of a server, or the folder of a supervisor of this session.</summary>
    public string Name { get; internal set; }

    /// <summary>Gets whether it leads to this session or to a separate server.</summary>
    public ConnectionKind Kind { get; }

    /// <summary>Gets the address of the server; null in this session, and for a server that has only a socket.</summary>
    public Uri? Uri { get; internal init; }

    /// <summary>Gets the base of relative paths in the configuration.</summary>
    public string ProjectDirectory { get; internal set; } = "";

    /// <summary>Gets whether it is open.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>Gets the runspace that created it.</summary>
    internal Guid Owner { get; }

    /// <summary>Gets or sets the client.</summary>
    internal IProcessClient Client { get; set; } = null!;

    /// <summary>Gets or sets the supervisor if it is in this session.</summary>
    internal IHostedSupervisor? Hosted { get; set; }

    /// <summary>Gets the server if it was started from here as a detached process.</summary>
    internal IDetachedServer? Detached { get; init; }

    /// <summary>Gets the IDs that were last seen, and the names of instances, for completion.</summary>
    internal IReadOnlyList<string> KnownNames => Volatile.Read(ref known);

    /// <summary>Gets whether cmdlets of this runspace use it by default.</summary>
    public bool IsCurrent => ConnectionTable.CurrentOf(Runspace.DefaultRunspace) == this;

    /// <summary>Gets the IDs of the processes running in this session, from memory.</summary>
    internal IReadOnlyList<string> StillRunning => Hosted?.RunningIds ?? [];

    /// <summary>Returns the address or folder.</summary>
    public override string ToString() => Name;

    internal void Remember(IReadOnlyList<ProcessInfo> processes) => Volatile.Write(ref known, [.. processes.SelectMany(process => (string[])[process.Id, .. (process.Instances ?? []).Select(instance => instance.Address)])]);

    /// <summary>Gets the messages of the supervisor until a cmdlet can show them.</summary>
    internal MessageQueue Messages { get; } = new();

    /// <summary>
    /// Closes it; a supervisor of this session stops, with its processes unless they are kept. Later callers, such as
    /// the end of the session, wait for the same end.
    /// </summary>
    internal Task CloseAsync(bool? keepProcesses, CancellationToken hurry)
    {
        lock (gate)
        {
            IsOpen = false;
            return closing ??= Task.Run(() => EndAsync(keepProcesses, hurry), CancellationToken.None);
        }
    }

    private async Task EndAsync(bool? keepProcesses, CancellationToken hurry)
    {
        try
        {
            if (Hosted is not null)
            {
                await Hosted.StopAsync(keepProcesses, hurry).ConfigureAwait(false);
            }

            (Client as IDisposable)?.Dispose();
        }
        finally
        {
            ConnectionTable.Remove(this);
        }
    }
}
