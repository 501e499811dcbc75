using System.Globalization;

namespace ProcessProxy.Platform.MacOS;

/// <summary>Ends a program with everything it started: asks, waits until nothing is left, then kills and looks again until nothing is found.</summary>
internal sealed class TreeEnder(TimeProvider time)
{
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan SlowestLook = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(5);

    /// <summary>Ends the tree of a program that we watch.</summary>
    public async Task<IReadOnlyList<string>> EndAsync(
        ProcessIdentity root, Task<ProcessEnd> ended, EndTreeRequest request, CancellationToken hurry)
    {
        var members = new TreeMembers(root, wasWatched: true);
        var started = time.GetTimestamp();
        if (!ended.IsCompleted || !members.GroupIsEmpty())
        {
            await members.SignalGroupAsync(request.Signal).ConfigureAwait(false);
            await members.SignalGroupAsync(DarwinSignals.Cont).ConfigureAwait(false);
            await PollAsync(
                () => ValueTask.FromResult(ended.IsCompleted && members.GroupIsEmpty()), request.Grace, hurry).ConfigureAwait(false);
        }

        if (!request.Thorough && ended.IsCompleted && members.GroupIsEmpty())
        {
            return [];
        }

        return await EndRestAsync(members, request, request.Grace - time.GetElapsedTime(started), hurry).ConfigureAwait(false);
    }

    /// <summary>Ends what a program left behind that ended while nobody watched.</summary>
    public Task<IReadOnlyList<string>> EndLeftoversAsync(ProcessIdentity root, EndTreeRequest request, CancellationToken hurry) =>
        EndRestAsync(new TreeMembers(root, wasWatched: false), request, request.Grace, hurry);

    private async Task<IReadOnlyList<string>> EndRestAsync(
        TreeMembers members, EndTreeRequest request, TimeSpan grace, CancellationToken hurry)
    {
        var rest = await members.FindAsync().ConfigureAwait(false);
        if (rest.Count == 0)
        {
            return [];
        }

        if (grace > TimeSpan.Zero && !hurry.IsCancellationRequested)
        {
            TreeMembers.Signal(rest, request.Signal);
            TreeMembers.Signal(rest, DarwinSignals.Cont);
            if (await PollAsync(async () => (await members.FindAsync().ConfigureAwait(false)).Count == 0, grace, hurry).ConfigureAwait(false))
            {
                return [];
            }
        }

        await PollAsync(KillAsync, KillPatience, CancellationToken.None).ConfigureAwait(false);
        return [.. (await members.FindAsync().ConfigureAwait(false)).Select(Describe)];

        async ValueTask<bool> KillAsync()
        {
            await members.SignalGroupAsync(DarwinSignals.Kill).ConfigureAwait(false);
            var left = await members.FindAsync().ConfigureAwait(false);
            TreeMembers.Signal(left, DarwinSignals.Kill);
            return left.Count == 0;
        }
    }

    private static string Describe(TableEntry entry) => string.Create(CultureInfo.InvariantCulture, $"{entry.Name} ({entry.Pid})");

    private async Task<bool> PollAsync(Func<ValueTask<bool>> isDone, TimeSpan limit, CancellationToken hurry)
    {
        var started = time.GetTimestamp();
        var pause = FirstLook;
        while (!await isDone().ConfigureAwait(false))
        {
            var left = limit - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero || hurry.IsCancellationRequested)
            {
                return false;
            }

            await Task.Delay(pause < left ? pause : left, time, hurry).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < SlowestLook ? pause * 2 : SlowestLook;
        }

        return true;
    }
}
