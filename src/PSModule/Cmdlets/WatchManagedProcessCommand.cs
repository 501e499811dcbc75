using System.Management.Automation;
using System.Threading.Channels;
using ProcessProxy.PowerShell.Completion;
using ProcessProxy.PowerShell.Connections;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>Returns each change of processes as it happens, or raises it as an event of the session.</summary>
[Cmdlet(VerbsCommon.Watch, "ManagedProcess", HelpUri = HelpPages.Folder + "Watch-ManagedProcess.md")]
[OutputType(typeof(ManagedProcessChange))]
public sealed class WatchManagedProcessCommand : ConnectedCmdlet
{
    /// <summary>The number of changes that may wait for the pipeline; a slower reader delays them.</summary>
    private const int MostWaiting = 10_000;

    /// <summary>Gets or sets the names. Wildcards are permitted. Without it, all processes are watched.</summary>
    [Parameter(Position = 0)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(ProcessNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Gets or sets the states whose changes are returned.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public RunState[]? State { get; set; }

    /// <summary>Gets or sets whether to raise an event of the session for each change and return immediately.</summary>
    [Parameter]
    public SwitchParameter AsEvent { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var targets = Targets;
        if (AsEvent)
        {
            foreach (var connection in targets)
            {
                ProcessEvents.Raise(connection, Events, IsWanted);
            }

            base.EndProcessing();
            return;
        }

        var changes = Channel.CreateBounded<ManagedProcessChange>(MostWaiting);
        var watches = Task.WhenAll(targets.Select(connection => Task.Run(() => WatchAsync(connection, changes.Writer), Ending)));
        _ = watches.ContinueWith(_ => changes.Writer.TryComplete(), TaskScheduler.Default);
        while (Run(token => changes.Reader.WaitToReadAsync(token).AsTask()))
        {
            while (changes.Reader.TryRead(out var change))
            {
                if (IsWanted(change))
                {
                    WriteObject(change);
                }
            }
        }

        base.EndProcessing();
    }

    /// <summary>Watches one connection; its failure ends the watch of all.</summary>
    private async Task WatchAsync(ProxyConnection connection, ChannelWriter<ManagedProcessChange> changes)
    {
        try
        {
            await ProcessWatch.RunAsync(connection, change => changes.WriteAsync(change, Ending).AsTask().Wait(Ending), Ending).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            changes.TryComplete(failure);
        }
    }

    private bool IsWanted(ManagedProcessChange change) => State?.Contains(change.State) != false
        && Array.Exists(Name, name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant) is var pattern
            && (pattern.IsMatch(change.Name) || pattern.IsMatch(change.Process.Name)));
}
