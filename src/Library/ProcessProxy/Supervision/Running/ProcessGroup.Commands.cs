using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Groups;

namespace ProcessProxy.Supervision.Running;

/// <content>Commands and changes of the configuration.</content>
internal sealed partial class ProcessGroup
{
    /// <summary>Begins a command; the result completes it.</summary>
    private async Task<Task> BeginAsync(CommandKind kind, int? instance, string by)
    {
        var members = state.Members.Where(member => instance is null || member.Seat.Instance == instance).ToList();
        if (members.Count == 0)
        {
            throw new ProcessProxyException(ErrorCodes.ProcessNotFound, $"The process '{Id}' has no instance {instance}; it has {state.Members.Count}.");
        }

        if (kind == CommandKind.Stop)
        {
            if (instance is null || state.Round.Contains(instance.Value))
            {
                await StepAsync(new GroupEvent.Stop(by, IsWhole: instance is null)).ConfigureAwait(true);
            }

            return performer.CommandAsync(members, kind, by);
        }

        if (instance is null)
        {
            await StepAsync(new GroupEvent.Start(by)).ConfigureAwait(true);
        }

        if (kind != CommandKind.Restart || spec.Replace.Mode != ReplaceMode.Rolling)
        {
            return performer.CommandAsync(members, kind, by);
        }

        // What does not run has nothing to lose.
        var alive = members.Where(member => member.IsAlive).ToList();
        var rest = performer.CommandAsync([.. members.Except(alive)], kind, by);
        return alive.Count == 0 ? rest : Task.WhenAll(rest, await ReplaceAsync(new GroupEvent.Replace(by, [.. alive.Select(member => member.Seat.Instance)])).ConfigureAwait(true));
    }

    /// <summary>Begins a replacement; the result completes it, or throws what the caller of a command is told.</summary>
    private async Task<Task> ReplaceAsync(GroupEvent wish)
    {
        // Before: it may be over at once.
        var outcome = performer.Outcome();
        await StepAsync(wish).ConfigureAwait(true);
        return ThrowAsync();

        async Task ThrowAsync()
        {
            if (await outcome.ConfigureAwait(false) is { } refusal)
            {
                throw new ProcessProxyException(
                    refusal.IsFailure ? ErrorCodes.ReplacementFailed : ErrorCodes.Conflict, $"{Id} was not replaced: {refusal.Sentence}");
            }
        }
    }

    private async Task<Task<string?>> ConfigureAsync(ProcessSpec process, ReloadActionKind action, string by)
    {
        var yielding = newer.Task;
        var before = spec;
        spec = process;
        sleep.Configure(process, null);
        var isLaunchChanged = action is ReloadActionKind.Restart or ReloadActionKind.Replace;
        var outcome = isLaunchChanged && process.Replace.Mode == ReplaceMode.Rolling && state.Members.Any(member => member.IsAlive) ? performer.Outcome() : null;
        if (action == ReloadActionKind.Stop)
        {
            await StepAsync(new GroupEvent.Stop(by)).ConfigureAwait(true);
        }
        else if (action == ReloadActionKind.Start && process.Start == StartMode.Server)
        {
            await StepAsync(new GroupEvent.Start(by)).ConfigureAwait(true);
        }

        var settled = isLaunchChanged ? Task.CompletedTask : performer.ConfigureAsync(state, process, ReloadEvents.Of(action, before, process, by), StartsItself);
        await StepAsync(new GroupEvent.Configured(by, isLaunchChanged, !ConfigurationPlan.KeepsScaled(before.Instances, process))).ConfigureAwait(true);
        return WaitAsync();

        async Task<string?> WaitAsync()
        {
            await settled.ConfigureAwait(false);
            if (outcome is not null)
            {
                return await Task.WhenAny(outcome, yielding).ConfigureAwait(false) == outcome
                    ? (await outcome.ConfigureAwait(false))?.Sentence
                    : "a newer change has come before it was done.";
            }

            await performer.SettledAsync().ConfigureAwait(false);
            return null;
        }
    }

    private async Task InTurnAsync(Func<Task<Task>> begin, CancellationToken cancellationToken) => await InTurnAsync(
        async () =>
        {
            var task = await begin().ConfigureAwait(true);
            return WithResultAsync(task);
        },
        cancellationToken).ConfigureAwait(false);

    private static async Task<bool> WithResultAsync(Task task)
    {
        await task.ConfigureAwait(false);
        return true;
    }

    /// <summary>Begins something when its turn has come, and waits for its result.</summary>
    private async Task<T> InTurnAsync<T>(Func<Task<Task<T>>> begin, CancellationToken cancellationToken)
    {
        var begun = new TaskCompletionSource<Task<T>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var isPosted = false;
        while (!isPosted && await mailbox.Writer.WaitToWriteAsync(cancellationToken).ConfigureAwait(false))
        {
            isPosted = mailbox.Writer.TryWrite(async () =>
            {
                try
                {
                    begun.TrySetResult(await begin().ConfigureAwait(true));
                }
                catch (ProcessProxyException refused)
                {
                    begun.TrySetException(refused);
                }
            });
        }

        var gone = new ProcessProxyException(ErrorCodes.ShuttingDown, $"{Id} is no longer supervised: the server is going down or its configuration changed.");
        if (!isPosted || await Task.WhenAny(begun.Task, loop).WaitAsync(cancellationToken).ConfigureAwait(false) != begun.Task)
        {
            throw gone;
        }

        return await (await begun.Task.ConfigureAwait(false)).WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
