namespace ProcessProxy.PowerShell.Connections;

/// <summary>The changes of the processes of one connection, from the first snapshot on, even while its server is down.</summary>
internal static class ProcessWatch
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Reports each change until canceled.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="tell">Receives each change, one at a time.</param>
    /// <param name="cancellationToken">Cancels the watch.</param>
    /// <exception cref="ProcessProxyException">No server responded at the beginning, or it refuses the call.</exception>
    public static async Task RunAsync(ProxyConnection connection, Action<ManagedProcessChange> tell, CancellationToken cancellationToken)
    {
        Dictionary<string, ProcessInfo>? known = null;
        while (connection.IsOpen)
        {
            try
            {
                await foreach (var news in connection.Client.WatchAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
                {
                    known = Tell(news, known, connection, tell);
                }
            }
            catch (ProcessProxyException away) when (
                known is not null && away.Code is ErrorCodes.ServerUnreachable or ErrorCodes.ShuttingDown or ErrorCodes.FellBehind)
            {
                // It may come back; the next snapshot has the changes in the meantime.
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    private static Dictionary<string, ProcessInfo> Tell(
        ProcessEvent news, Dictionary<string, ProcessInfo>? known, ProxyConnection connection, Action<ManagedProcessChange> tell)
    {
        var isFirst = known is null;
        known ??= new(StringComparer.Ordinal);
        var removed = news.Kind switch
        {
            ProcessEventKind.Removed => [.. news.Processes],
            ProcessEventKind.Snapshot => known.Values.Where(process => news.Processes.All(one => one.Id != process.Id)).ToList(),
            _ => [],
        };
        foreach (var process in removed)
        {
            known.Remove(process.Id);
            tell(new ManagedProcessChange(Origins.Note(process, connection), process, isRemoved: true));
        }

        foreach (var process in news.Kind == ProcessEventKind.Removed ? [] : news.Processes)
        {
            var before = known.GetValueOrDefault(process.Id);
            known[process.Id] = process;
            if (!isFirst && (before?.State, before?.Health, before?.Reason) != (process.State, process.Health, process.Reason))
            {
                tell(new ManagedProcessChange(Origins.Note(process, connection), before, isRemoved: false));
            }
        }

        return known;
    }
}
