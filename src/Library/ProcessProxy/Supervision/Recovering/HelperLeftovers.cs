using ProcessProxy.Configuration;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision.Keeping;

namespace ProcessProxy.Supervision.Recovering;

/// <summary>Handles what an earlier server left behind of the commands that it ran before or beside a program.</summary>
internal static class HelperLeftovers
{
    /// <summary>Finds it.</summary>
    /// <param name="known">The record of the process; null if there is none.</param>
    /// <param name="spec">The process.</param>
    /// <param name="host">The system.</param>
    /// <returns>The marks of the commands.</returns>
    public static IReadOnlyList<string> Of(PersistedState? known, ProcessSpec spec, IProcessHost host) =>
        known is not null ? Of(known)
        : spec.PreStart is not null || spec.Stop.Command is not null ? host.HelpersOf(spec.Id)
        : [];

    /// <summary>Finds what a record tells of.</summary>
    public static IReadOnlyList<string> Of(PersistedState known) => known.Helper is { } mark ? [mark] : [];

    /// <summary>Ends it.</summary>
    /// <param name="marks">The marks of the commands.</param>
    /// <param name="host">The system.</param>
    /// <param name="cancellationToken">Canceled when no time is left.</param>
    /// <returns>The processes that could not be ended.</returns>
    /// <exception cref="IOException">The processes cannot be read.</exception>
    public static async Task<IReadOnlyList<string>> EndAsync(IReadOnlyList<string> marks, IProcessHost host, CancellationToken cancellationToken)
    {
        // The command is run again, so what is left of the last time gets no time.
        var request = new EndTreeRequest(null, TimeSpan.Zero, Thorough: true);
        var survivors = new List<string>();
        foreach (var mark in marks)
        {
            // If its first process is alive, so is the session that tells what belongs to it.
            using var first = host.FindByMark(mark);
            survivors.AddRange(first is not null
                ? await first.EndTreeAsync(request, cancellationToken).ConfigureAwait(false)
                : await host.EndLeftoversAsync(new ProcessIdentity(host.BootId, 0, 0, 0, mark), request, cancellationToken).ConfigureAwait(false));
        }

        return survivors;
    }
}
