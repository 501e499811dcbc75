using System.Management.Automation.Runspaces;
using ProcessProxy.PowerShell.Bridge;
using ProcessProxy.PowerShell.Connections;

namespace ProcessProxy.PowerShell;

/// <summary>What the cmdlets act on: a supervisor of this session, or a server elsewhere. Safe to use from several runspaces at once.</summary>
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

    /// <summary>Where it leads: the address of a server, or the folder of a supervisor of this session.</summary>
    public string Name { get; internal set; }

    /// <summary>Whether it leads into this session or to a server of its own.</summary>
    public ConnectionKind Kind { get; }

    /// <summary>The address of the server; null within this session, and for a server that has only a socket.</summary>
    public Uri? Uri { get; internal init; }

    /// <summary>The folder that the relative paths of the configuration start from.</summary>
    public string ProjectDirectory { get; internal set; } = "";

    /// <summary>Whether it has not been closed.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>The runspace that made it.</summary>
    internal Guid Owner { get; }

    /// <summary>What carries the commands out.</summary>
    internal IProcessClient Client { get; set; } = null!;

    /// <summary>The supervisor itself when it is in this session.</summary>
    internal IHostedSupervisor? Hosted { get; set; }

    /// <summary>The server when it was started from here as a process of its own.</summary>
    internal IDetachedServer? Detached { get; init; }

    /// <summary>The ids that were seen last, for completion.</summary>
    internal IReadOnlyList<string> KnownIds => Volatile.Read(ref known);

    /// <summary>Whether cmdlets of this runspace act on it when no connection is named.</summary>
    public bool IsCurrent => ConnectionTable.CurrentOf(Runspace.DefaultRunspace) == this;

    /// <summary>The ids of the processes that run in this session, from memory.</summary>
    internal IReadOnlyList<string> StillRunning => Hosted?.RunningIds ?? [];

    /// <summary>The address or folder.</summary>
    public override string ToString() => Name;

    internal void Remember(IReadOnlyList<ProcessInfo> processes) => Volatile.Write(ref known, [.. processes.Select(process => process.Id)]);

    /// <summary>What the supervisor tells until a cmdlet can show it.</summary>
    internal MessageQueue Messages { get; } = new();

    /// <summary>
    /// Lets go of it; a supervisor of this session ends, and with it its processes unless they are kept. Whoever asks later, as
    /// the end of the session does, waits for the same end.
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
