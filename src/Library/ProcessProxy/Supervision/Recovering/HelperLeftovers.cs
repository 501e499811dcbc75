using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision.Keeping;

namespace ProcessProxy.Supervision.Recovering;

/// <summary>Finds what an earlier server left behind of a command that it ran beside a program.</summary>
internal static class HelperLeftovers
{
    /// <summary>Ends the leftovers.</summary>
    /// <returns>The processes that could not be ended.</returns>
    /// <exception cref="IOException">The processes cannot be read.</exception>
    public static Task<IReadOnlyList<string>> EndAsync(PersistedState known, IProcessHost host, CancellationToken cancellationToken)
    {
        // The command runs again, so the leftovers of the last time have no time left.
        return known.Helper is not { } mark
            ? Task.FromResult<IReadOnlyList<string>>([])
            : host.EndLeftoversAsync(new ProcessIdentity(known.BootId, 0, 0, 0, mark), new EndTreeRequest(null, TimeSpan.Zero, Thorough: true), cancellationToken);
    }
}
