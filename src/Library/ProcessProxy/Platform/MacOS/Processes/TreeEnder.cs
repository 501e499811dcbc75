using ProcessProxy.Configuration;
using ProcessProxy.Platform.MacOS.Native;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.MacOS.Processes;

/// <summary>Ends a program with everything it started: signals it, waits until nothing is left, then kills and looks again until nothing is found.</summary>
internal sealed class TreeEnder(TimeProvider time)
{
    private readonly Polling polling = new(time);
    private readonly TreeRest rest = new(new Polling(time), DarwinSignals.Cont);

    /// <summary>Ends the tree of a program that we watch.</summary>
    public async Task<IReadOnlyList<string>> EndAsync(
        ProcessIdentity root, Task<ProcessEnd> ended, EndTreeRequest request, CancellationToken hurry)
    {
        var members = new TreeMembers(root, wasWatched: true);
        var started = time.GetTimestamp();
        if (request.To == StopTarget.Main)
        {
            if (!ended.IsCompleted)
            {
                DarwinProcess.Signal(root.Pid, root.StartTicks, request.SignalOrNone);
                DarwinProcess.Signal(root.Pid, root.StartTicks, DarwinSignals.Cont);
                await polling.UntilAsync(() => ValueTask.FromResult(ended.IsCompleted), request.Grace, hurry).ConfigureAwait(false);
            }
        }
        else if (!ended.IsCompleted || !members.GroupIsEmpty())
        {
            await members.SignalGroupAsync(request.SignalOrNone).ConfigureAwait(false);
            await members.SignalGroupAsync(DarwinSignals.Cont).ConfigureAwait(false);
            await polling.UntilAsync(
                () => ValueTask.FromResult(ended.IsCompleted && members.GroupIsEmpty()), request.Grace, hurry).ConfigureAwait(false);
        }

        if (!request.Thorough && ended.IsCompleted && members.GroupIsEmpty())
        {
            return [];
        }

        return await rest.EndAsync(members, request, request.GraceOfRest - time.GetElapsedTime(started), hurry).ConfigureAwait(false);
    }

    /// <summary>Ends the leftovers of a program that ended while nobody watched.</summary>
    public Task<IReadOnlyList<string>> EndLeftoversAsync(ProcessIdentity root, EndTreeRequest request, CancellationToken hurry) =>
        rest.EndAsync(new TreeMembers(root, wasWatched: false), request, request.GraceOfRest, hurry);
}
