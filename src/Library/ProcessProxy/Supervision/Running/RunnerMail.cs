using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Machine;

namespace ProcessProxy.Supervision.Running;

/// <summary>What lies in a runner's mailbox.</summary>
internal abstract record RunnerMail
{
    private RunnerMail()
    {
    }

    /// <summary>Tells whoever waits that nobody will deal with this.</summary>
    public void Refuse(ProcessProxyException why)
    {
        var waiting = this switch
        {
            Command command => command.Answer,
            Configure change => change.Settled,
            _ => null,
        };
        waiting?.TrySetException(why);
    }

    /// <summary>Something happened.</summary>
    public sealed record News(MachineEvent Event) : RunnerMail;

    /// <summary>The state could not be kept a while ago.</summary>
    public sealed record KeepAgain : RunnerMail;

    /// <summary>The folder of state had gone away and is empty now.</summary>
    public sealed record KeepAnew : RunnerMail;

    /// <summary>Somebody wants something and waits for it.</summary>
    public sealed record Command(CommandKind Kind, MachineEvent Event, TaskCompletionSource<ProcessInfo> Answer) : RunnerMail;

    /// <summary>The configuration changed.</summary>
    /// <param name="Spec">The new one.</param>
    /// <param name="Then">What has to happen because of it.</param>
    /// <param name="Settled">Answered when it is in force and what had to happen has.</param>
    public sealed record Configure(ProcessSpec Spec, MachineEvent Then, TaskCompletionSource<ProcessInfo> Settled) : RunnerMail;
}

/// <summary>What can be asked of a process.</summary>
internal enum CommandKind
{
    Start,
    Stop,
    Restart,

    /// <summary>Nothing but to be told when it has come to rest, runs, or waits for others.</summary>
    Settle,
}
