using System.Diagnostics;
using ProcessProxy.Supervision.Machine;

namespace ProcessProxy.Supervision.Running;

/// <summary>A caller that waits until a command is complete. The state alone decides when this is, and the result.</summary>
/// <param name="kind">The command.</param>
/// <param name="id">The process, for messages.</param>
/// <param name="issuedAt">The state when the command arrived, before its effect.</param>
/// <param name="answer">Receives the result.</param>
internal sealed class CommandWaiter(CommandKind kind, string id, ProcessState issuedAt, TaskCompletionSource<ProcessInfo> answer)
{
    /// <summary>Attempts after this one belong to the command.</summary>
    private readonly long before = issuedAt.Phase is Phase.Waiting or Phase.Launching ? issuedAt.Generation - 1 : issuedAt.Generation;

    /// <summary>Answers if the command is complete.</summary>
    /// <returns>True if it is.</returns>
    public bool TrySettle(ProcessState state, Func<ProcessInfo> info) => answer.Task.IsCompleted || kind switch
    {
        CommandKind.Stop => TrySettleStop(state, info),
        // A preStart command may take as long as a dependency, and neither is waited for.
        CommandKind.Settle => (state.Phase is not (Phase.Launching or Phase.Stopping) || state.Preparation is not null) && Accept(info),
        CommandKind.Restart => TrySettleStart(state, info, state.Generation > before),
        CommandKind.Start => TrySettleStart(state, info, true),
        _ => throw new UnreachableException($"{kind} is no command."),
    };

    /// <summary>Answers that the command will not be completed.</summary>
    public void Abandon(ProcessProxyException why) => answer.TrySetException(why);

    private bool TrySettleStop(ProcessState state, Func<ProcessInfo> info) => state.Phase switch
    {
        Phase.Failed => Refuse(ErrorCodes.Conflict, $"{id} {state.Reason}."),
        Phase.Stopped => Accept(info),
        // The tree that should be stopped is gone if a later command has started another one.
        _ when state.Generation > issuedAt.Generation => Accept(info),
        _ => false,
    };

    private bool TrySettleStart(ProcessState state, Func<ProcessInfo> info, bool isNew)
    {
        if (state.Phase == Phase.Running && isNew)
        {
            return Accept(info);
        }

        if (state.LaunchError is { } error && error.Generation > before)
        {
            return Refuse(ErrorCodes.LaunchFailed, $"{id} could not be started. {error.Why}");
        }

        if (state.Goal == Goal.Down)
        {
            return Refuse(ErrorCodes.Conflict, $"{id} was not started: {state.Reason}.");
        }

        return state is { Phase: Phase.Waiting, Blocked: { } blocked } && Refuse(ErrorCodes.DependencyNotReady, $"{id} {blocked}.");
    }

    private bool Accept(Func<ProcessInfo> info)
    {
        answer.TrySetResult(info());
        return true;
    }

    private bool Refuse(string code, string sentence)
    {
        answer.TrySetException(new ProcessProxyException(code, sentence));
        return true;
    }
}
