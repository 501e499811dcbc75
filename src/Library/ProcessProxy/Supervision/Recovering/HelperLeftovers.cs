using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision.Helpers;
using ProcessProxy.Supervision.Keeping;
using ProcessProxy.Supervision.Machine;

namespace ProcessProxy.Supervision.Recovering;

/// <summary>What an earlier server has left behind of a command that it ran beside a program. Its mark follows from that of the run, so it needs no record.</summary>
internal static class HelperLeftovers
{
    /// <summary>Ends it.</summary>
    /// <returns>What could not be ended.</returns>
    /// <exception cref="IOException">The processes cannot be looked at.</exception>
    public static Task<IReadOnlyList<string>> EndAsync(PersistedState known, IProcessHost host, CancellationToken cancellationToken)
    {
        // The program is asked anew, so what is left of the last time has no time left.
        var mark = known is { Phase: Phase.Stopping, StopsByCommand: true, Identity: { } program } ? StopCommand.MarkOf(program.Mark) : null;
        return mark is null
            ? Task.FromResult<IReadOnlyList<string>>([])
            : host.EndLeftoversAsync(
                new ProcessIdentity(known.BootId, 0, 0, 0, mark), new EndTreeRequest(host.SignalNumber(HelperRun.Signal), TimeSpan.Zero, Thorough: true), cancellationToken);
    }
}
