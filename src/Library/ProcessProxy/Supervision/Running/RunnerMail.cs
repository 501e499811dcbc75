using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Machine;

namespace ProcessProxy.Supervision.Running;

/// <summary>A message in the mailbox of a runner.</summary>
internal abstract record RunnerMail
{
    private RunnerMail()
    {
    }

    /// <summary>Tells the waiting caller that nobody will process this.</summary>
    public void Refuse(ProcessProxyException why)
    {
        switch (this)
        {
            case Command command:
                command.Answer.TrySetException(why);
                break;
            case Configure change:
                change.Settled.TrySetException(why);
                break;
            case Rename rename:
                rename.Done.TrySetResult();
                break;
        }
    }

    /// <summary>Something happened.</summary>
    public sealed record News(MachineEvent Event) : RunnerMail;

    /// <summary>The state could not be saved a while ago.</summary>
    public sealed record KeepAgain : RunnerMail;

    /// <summary>The state folder was removed and is empty now.</summary>
    public sealed record KeepAnew : RunnerMail;

    /// <summary>A command whose caller waits.</summary>
    public sealed record Command(CommandKind Kind, MachineEvent Event, TaskCompletionSource<ProcessInfo> Answer) : RunnerMail;

    /// <summary>The program has another role.</summary>
    /// <param name="Role">The role.</param>
    /// <param name="Sink">Receives its state from now on; null for the same as before.</param>
    /// <param name="Done">Completed when the names are in force.</param>
    public sealed record Rename(InstanceRole Role, IRunnerSink? Sink, TaskCompletionSource Done) : RunnerMail;

    /// <summary>The configuration changed.</summary>
    /// <param name="Spec">The new configuration.</param>
    /// <param name="Role">The role, of one program of several.</param>
    /// <param name="Then">The event that follows.</param>
    /// <param name="Settled">Completed when the configuration is in force and the event has been processed.</param>
    public sealed record Configure(ProcessSpec Spec, InstanceRole? Role, MachineEvent Then, TaskCompletionSource<ProcessInfo> Settled) : RunnerMail;
}

/// <summary>The commands for a process.</summary>
internal enum CommandKind
{
    Start,
    Stop,
    Restart,

    /// <summary>Only report when it is at rest, running, or waiting for others.</summary>
    Settle,
}
