using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision.Keeping;

namespace ProcessProxy.Supervision.Recovering;

/// <summary>What an earlier server has left behind of a command that it ran beside a program.</summary>
internal static class HelperLeftovers
{
    /// <summary>Ends it.</summary>
    /// <returns>What could not be ended.</returns>
    /// <exception cref="IOException">The processes cannot be looked at.</exception>
    public static Task<IReadOnlyList<string>> EndAsync(PersistedState known, IProcessHost host, CancellationToken cancellationToken)
    {
        // The command is run anew, so what is left of the last time has no time left.
        return known.Helper is not { } mark
            ? Task.FromResult<IReadOnlyList<string>>([])
            : host.EndLeftoversAsync(new ProcessIdentity(known.BootId, 0, 0, 0, mark), new EndTreeRequest(null, TimeSpan.Zero, Thorough: true), cancellationToken);
    }
}
