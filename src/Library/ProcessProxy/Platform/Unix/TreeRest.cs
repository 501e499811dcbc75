using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Platform.Unix;

/// <summary>Ends the living members of a tree, wherever they are: signals them, then kills, and looks again until nothing is found.</summary>
/// <param name="polling">The polling.</param>
/// <param name="continueSignal">The number of SIGCONT on this system.</param>
internal sealed class TreeRest(Polling polling, int continueSignal)
{
    private static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(5);

    /// <summary>Ends the rest of the tree.</summary>
    /// <param name="members">The tree.</param>
    /// <param name="request">How to end it.</param>
    /// <param name="grace">The remaining time for a graceful end.</param>
    /// <param name="hurry">Canceled when no time is left.</param>
    /// <returns>The processes that could not be ended.</returns>
    public async Task<IReadOnlyList<string>> EndAsync(ITreeMembers members, EndTreeRequest request, TimeSpan grace, CancellationToken hurry)
    {
        var rest = await members.FindAsync(request.Patient).ConfigureAwait(false);
        if (rest.Count == 0)
        {
            return [];
        }

        if (grace > TimeSpan.Zero && !hurry.IsCancellationRequested)
        {
            members.Signal(rest, request.SignalOrNone);
            members.Signal(rest, continueSignal);
            if (await polling.UntilAsync(async () => (await members.FindAsync().ConfigureAwait(false)).Count == 0, grace, hurry).ConfigureAwait(false))
            {
                return [];
            }
        }

        await polling.UntilAsync(KillAsync, KillPatience, CancellationToken.None).ConfigureAwait(false);
        return [.. (await members.FindAsync().ConfigureAwait(false)).Select(entry => entry.Description)];

        async ValueTask<bool> KillAsync()
        {
            await members.KillGroupAsync().ConfigureAwait(false);
            var left = await members.FindAsync().ConfigureAwait(false);
            members.Signal(left, Signals.Kill);
            return left.Count == 0;
        }
    }
}
