using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Machine;
using static ProcessProxy.Supervision.Machine.MachineEvent;

namespace ProcessProxy.Supervision.Running;

/// <content>Commands and changes of the configuration, which wait in the mailbox.</content>
internal sealed partial class ProcessRunner
{
    /// <summary>Posts an event. Waits while the mailbox is full; after the end, it is dropped.</summary>
    public async ValueTask PostAsync(MachineEvent news) => await TryPostAsync(new RunnerMail.News(news), CancellationToken.None).ConfigureAwait(false);

    /// <summary>Sends a command and waits until it is complete.</summary>
    public Task<ProcessInfo> CommandAsync(CommandKind kind, string by, CancellationToken cancellationToken)
    {
        MachineEvent wish = kind switch
        {
            CommandKind.Start => new Start(by),
            CommandKind.Restart => new Restart(by),
            CommandKind.Stop => new Stop(by, ByOperator: true),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
        return CommandAsync(kind, wish, cancellationToken);
    }

    /// <inheritdoc cref="IProcessUnit.StopAsync"/>
    public Task<ProcessInfo> StopAsync(string by, CancellationToken cancellationToken) =>
        CommandAsync(CommandKind.Stop, new Stop(by, ByOperator: false), cancellationToken);

    /// <summary>Waits until the process is at rest, running, or waiting for others.</summary>
    public Task SettledAsync(CancellationToken cancellationToken) => CommandAsync(CommandKind.Settle, new ClockChecked(), cancellationToken);

    Task IProcessUnit.StopAsync(string by, CancellationToken cancellationToken) => StopAsync(by, cancellationToken);

    /// <inheritdoc/>
    public async Task<string?> ChangeAsync(ProcessSpec process, ReloadActionKind action, string by)
    {
        if (ReloadEvents.Of(action, spec, process, by) is { } then)
        {
            await ConfigureAsync(process, then, CancellationToken.None).ConfigureAwait(false);
        }

        return null;
    }

    /// <inheritdoc/>
    public void YieldToNewer()
    {
        // Nothing that it waits for takes longer than a stop.
    }

    /// <inheritdoc/>
    public void Forget() => services.Store.Delete(Id);

    /// <summary>Puts a new configuration in force, posts <paramref name="then"/> and waits until the process is at rest or running.</summary>
    public Task ConfigureAsync(ProcessSpec changed, MachineEvent then, CancellationToken cancellationToken) => ConfigureAsync(changed, null, then, cancellationToken);

    /// <summary>Does the same for one program of several.</summary>
    public Task ConfigureAsync(InstanceRole changed, MachineEvent then, CancellationToken cancellationToken) => ConfigureAsync(changed.Process, changed, then, cancellationToken);

    /// <summary>Gives the program another role, and other names, while it runs. Nothing of it is stopped or probed anew.</summary>
    /// <param name="changed">The role.</param>
    /// <param name="group">Receives its state from now on; null for the same as before.</param>
    public async Task RenameAsync(InstanceRole changed, IRunnerSink? group = null)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (await TryPostAsync(new RunnerMail.Rename(changed, group, done), CancellationToken.None).ConfigureAwait(false))
        {
            await done.Task.ConfigureAwait(false);
        }
    }

    private async Task ConfigureAsync(ProcessSpec changed, InstanceRole? role, MachineEvent then, CancellationToken cancellationToken)
    {
        using var haste = turn.Hurry();
        var settled = new TaskCompletionSource<ProcessInfo>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (await TryPostAsync(new RunnerMail.Configure(changed, role, then, settled), cancellationToken).ConfigureAwait(false))
        {
            await settled.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<ProcessInfo> CommandAsync(CommandKind kind, MachineEvent wish, CancellationToken cancellationToken)
    {
        using var haste = turn.Hurry();
        var answer = new TaskCompletionSource<ProcessInfo>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!await TryPostAsync(new RunnerMail.Command(kind, wish, answer), cancellationToken).ConfigureAwait(false))
        {
            throw Gone();
        }

        return await answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<bool> TryPostAsync(RunnerMail mail, CancellationToken cancellationToken)
    {
        while (await mailbox.Writer.WaitToWriteAsync(cancellationToken).ConfigureAwait(false))
        {
            if (mailbox.Writer.TryWrite(mail))
            {
                return true;
            }
        }

        return false;
    }
}
