using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Platform.Unix;

/// <summary>Ends what is alive of a tree wherever it has gone to: asks, then kills, looking again until nothing is found.</summary>
/// <param name="polling">How it is looked again.</param>
/// <param name="continueSignal">The number of SIGCONT on this system.</param>
internal sealed class TreeRest(Polling polling, int continueSignal)
{
    private static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(5);

    /// <summary>Ends it.</summary>
    /// <param name="members">The tree.</param>
    /// <param name="request">How.</param>
    /// <param name="grace">What is left of the time for a graceful end.</param>
    /// <param name="hurry">Cancelled when there is no more time.</param>
    /// <returns>What could not be ended.</returns>
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
