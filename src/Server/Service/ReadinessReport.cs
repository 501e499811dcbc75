namespace ProcessProxy.Server.Service;

/// <summary>Tells the service manager when every enabled process is up, so that services ordered after this one find all of them.</summary>
internal static class ReadinessReport
{
    /// <value>2 minutes. A program that does not come up is no reason to report that the server, which keeps the others up, has not started.</value>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Reports when all are up; returns early if stopped.</summary>
    public static async Task RunAsync(IProcessClient client, ServiceManager manager, TimeProvider time, CancellationToken stop)
    {
        if (!manager.IsThere)
        {
            return;
        }

        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        var late = await WaitAsync(client, manager, either.Token).ConfigureAwait(false);
        if (!stop.IsCancellationRequested)
        {
            manager.Ready(late.Count == 0 ? "All processes are up." : $"Not up: {string.Join(", ", late)}");
        }
    }

    /// <summary>Returns whether a process is up, or will not be without a command. A job is not always up, and nothing is ordered after its runs.</summary>
    internal static bool IsSettled(ProcessInfo process) =>
        !process.Enabled
        || process.Schedule is not null
        || process.State == RunState.Failed
        || ReadinessRule.HasEndedWell(process)
        || ReadinessRule.IsReady(process);

    private static async Task<IReadOnlyCollection<string>> WaitAsync(IProcessClient client, ServiceManager manager, CancellationToken end)
    {
        var waiting = new SortedSet<string>(StringComparer.Ordinal);
        try
        {
            await foreach (var change in client.WatchAsync(cancellationToken: end).ConfigureAwait(false))
            {
                foreach (var process in change.Processes)
                {
                    _ = change.Kind == ProcessEventKind.Removed || IsSettled(process) ? waiting.Remove(process.Id) : waiting.Add(process.Id);
                }

                if (waiting.Count == 0)
                {
                    break;
                }

                manager.Status($"Waiting for {string.Join(", ", waiting)}");
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The time is over.
        }

        return waiting;
    }
}
