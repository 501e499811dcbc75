using ProcessProxy.Configuration;

namespace ProcessProxy.Supervision;

/// <summary>What lies in a runner's mailbox.</summary>
internal abstract record RunnerMail
{
    private RunnerMail()
    {
    }

    /// <summary>Nobody will deal with this: who waits for a command is told why, who only waits for its end goes on.</summary>
    public void Refuse(ProcessProxyException why)
    {
        switch (this)
        {
            case Command command:
                command.Answer.TrySetException(why);
                break;
            case Configure change:
                change.Done.TrySetResult();
                break;
            case Recover recover:
                recover.Done.TrySetResult();
                break;
        }
    }

    /// <summary>Something happened.</summary>
    public sealed record News(MachineEvent Event) : RunnerMail;

    /// <summary>Somebody wants something and waits for it.</summary>
    public sealed record Command(CommandKind Kind, MachineEvent Event, TaskCompletionSource<ProcessInfo> Answer) : RunnerMail;

    /// <summary>The configuration changed.</summary>
    /// <param name="Spec">The new one.</param>
    /// <param name="Then">What has to happen because of it.</param>
    /// <param name="Done">Set when it is in force.</param>
    public sealed record Configure(ProcessSpec Spec, MachineEvent Then, TaskCompletionSource Done) : RunnerMail;

    /// <summary>Look for what an earlier server left behind, then start if that is wanted.</summary>
    public sealed record Recover(TaskCompletionSource Done) : RunnerMail;
}

/// <summary>What can be asked of a process.</summary>
internal enum CommandKind
{
    Start,
    Stop,
    Restart,
}
