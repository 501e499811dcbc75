using ProcessProxy.Configuration;
using ProcessProxy.Platform.Linux.Cgroups;
using ProcessProxy.Platform.Linux.Proc;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Trees;

/// <summary>
/// Ends a program with everything it started: signals the group, waits until it is empty, then kills the rest,
/// and looks again until nothing is found.
/// </summary>
internal sealed class TreeEnder(ProcessTable table, TimeProvider time)
{
    private static readonly TimeSpan ClearPatience = TimeSpan.FromSeconds(1);
    private readonly Polling polling = new(time);
    private readonly TreeRest rest = new(new Polling(time), Signals.Cont);

    /// <summary>Ends the tree of a program whose descriptor we hold.</summary>
    public async Task<IReadOnlyList<string>> EndAsync(
        ProcessIdentity root, Descriptor pidFd, ControlGroup? cgroup, Task<ProcessEnd> ended, EndTreeRequest request, CancellationToken hurry)
    {
        var members = new TreeMembers(root, pidFd, cgroup, table, time);
        return await ClearAsync(members, await EndAsync(members, ended, request, hurry).ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>Ends the leftovers of a program that ended while nobody watched.</summary>
    public async Task<IReadOnlyList<string>> EndLeftoversAsync(
        ProcessIdentity root, ControlGroup? cgroup, EndTreeRequest request, CancellationToken hurry)
    {
        var members = new TreeMembers(root, null, cgroup, table, time);
        return await ClearAsync(members, await rest.EndAsync(members, request, request.GraceOfRest, hurry).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<string>> EndAsync(
        TreeMembers members, Task<ProcessEnd> ended, EndTreeRequest request, CancellationToken hurry)
    {
        var started = time.GetTimestamp();
        if (request.To == StopTarget.Main)
        {
            await EndMainAsync(members, ended, request, hurry).ConfigureAwait(false);
            return !request.Thorough && !members.IsKnownAlive && await members.GroupIsEmptyAsync().ConfigureAwait(false)
                ? []
                : await rest.EndAsync(members, request, request.GraceOfRest, hurry).ConfigureAwait(false);
        }

        if (!ended.IsCompleted || !await members.GroupIsEmptyAsync().ConfigureAwait(false))
        {
            members.SignalGroup(request.SignalOrNone);
            members.SignalGroup(Signals.Cont);
            await WaitForEndAsync(ended, Remaining(), hurry).ConfigureAwait(false);
            if (await polling.UntilAsync(members.GroupIsEmptyAsync, Remaining(), hurry).ConfigureAwait(false) && !request.Thorough && !members.IsKnownAlive)
            {
                return [];
            }
        }
        else if (!request.Thorough && !members.IsKnownAlive)
        {
            return [];
        }

        return await rest.EndAsync(members, request, Remaining(), hurry).ConfigureAwait(false);

        TimeSpan Remaining() => Max(request.Grace - time.GetElapsedTime(started), TimeSpan.Zero);
    }

    /// <summary>Signals only the program, and waits until it has exited or its time is over.</summary>
    private async Task EndMainAsync(TreeMembers members, Task<ProcessEnd> ended, EndTreeRequest request, CancellationToken hurry)
    {
        if (!ended.IsCompleted)
        {
            members.SignalRoot(request.SignalOrNone);
            members.SignalRoot(Signals.Cont);
            await WaitForEndAsync(ended, request.Grace, hurry).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until the control group of an ended tree can be removed.</summary>
    private async Task<IReadOnlyList<string>> ClearAsync(TreeMembers members, IReadOnlyList<string> survivors)
    {
        if (survivors.Count == 0)
        {
            await polling.UntilAsync(() => ValueTask.FromResult(members.IsCleared), ClearPatience, CancellationToken.None).ConfigureAwait(false);
        }

        return survivors;
    }

    private async Task WaitForEndAsync(Task<ProcessEnd> ended, TimeSpan limit, CancellationToken hurry)
    {
        try
        {
            await ended.WaitAsync(limit, time, hurry).ConfigureAwait(false);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            // Then it is killed; the caller handles the rest.
        }
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
