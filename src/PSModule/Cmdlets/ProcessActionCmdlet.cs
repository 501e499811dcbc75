using System.Management.Automation;
using ProcessProxy.PowerShell.Connections;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>The base class of cmdlets that do the same to several processes in parallel.</summary>
public abstract class ProcessActionCmdlet : ChosenProcessCmdlet
{
    private readonly List<(FoundProcess Found, Task<ProcessInfo> Task)> underWay = [];

    /// <summary>Gets or sets whether to return the processes afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Gets or sets whether to wait until the processes are healthy, or running if they have no health check. A stop always waits.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Gets the activity for progress: <c>Stopping</c>.</summary>
    private protected abstract string Activity { get; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var found in ToActOn())
        {
            if (ActionOn(found) is { } action && ShouldProcess(found.Title, action))
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
            if (TryFinishVisibly(task, found.Address, () => ProgressOf(found), out var process))
            {
                WarnIfOutdated(process);
                Emit(found.Connection, process);
            }
        }

        base.EndProcessing();
    }

    /// <summary>Returns the processes to act on.</summary>
    private protected virtual IEnumerable<FoundProcess> ToActOn() => Chosen();

    /// <summary>Returns what is done to a process, for -WhatIf and -Confirm; null for nothing, which was reported.</summary>
    private protected virtual string? ActionOn(FoundProcess found) => MyInvocation.MyCommand.Name;

    /// <summary>Returns what happens to a process at the moment, when it takes long.</summary>
    private protected virtual string ProgressOf(FoundProcess found) => $"{Activity} {found.Address}";

    /// <summary>Executes the command.</summary>
    private protected abstract Task<ProcessInfo> ActAsync(IProcessClient client, string id, CancellationToken cancellationToken);

    /// <summary>Returns what <see cref="Wait"/> waits for.</summary>
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
                var process = await ActAsync(client, found.Address, Ending).ConfigureAwait(false);
                return Wait ? await SettleAsync(client, process, Ending).ConfigureAwait(false) : process;
            },
            Ending)));
    }
}
