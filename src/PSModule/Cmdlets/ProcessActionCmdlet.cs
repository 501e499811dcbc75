using System.Management.Automation;
using ProcessProxy.PowerShell.Connections;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>A cmdlet that does the same to each of several processes, side by side.</summary>
public abstract class ProcessActionCmdlet : ChosenProcessCmdlet
{
    private readonly List<(FoundProcess Found, Task<ProcessInfo> Task)> underWay = [];

    /// <summary>Gives the processes as they are afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Waits until the processes are healthy, or run when they have no health check; a stop has ended in any case.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>What goes on, for progress: <c>Stopping</c>.</summary>
    private protected abstract string Activity { get; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var found in Chosen())
        {
            if (ShouldProcess(found.Title, MyInvocation.MyCommand.Name))
            {
                Begin(found);
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (var (found, task) in underWay)
        {
            if (TryFinish(task, found.Process.Id, $"{Activity} {found.Process.Id}", out var process))
            {
                Emit(found.Connection, process);
            }
        }

        base.EndProcessing();
    }

    /// <summary>Carries the command out.</summary>
    private protected abstract Task<ProcessInfo> ActAsync(IProcessClient client, string id, CancellationToken cancellationToken);

    /// <summary>What is waited for afterwards with <see cref="Wait"/>.</summary>
    private protected virtual Task<ProcessInfo> SettleAsync(IProcessClient client, ProcessInfo process, CancellationToken cancellationToken) =>
        ProcessWait.UntilReadyAsync(client, process, cancellationToken);

    private protected void Emit(ProxyConnection connection, ProcessInfo process)
    {
        if (PassThru)
        {
            WriteObject(Origins.Note(process, connection));
        }
    }

    private void Begin(FoundProcess found)
    {
        var client = found.Connection.Client;
        underWay.Add((found, Task.Run(
            async () =>
            {
                var process = await ActAsync(client, found.Process.Id, Ending).ConfigureAwait(false);
                return Wait ? await SettleAsync(client, process, Ending).ConfigureAwait(false) : process;
            },
            Ending)));
    }
}
