namespace ProcessProxy.PowerShell.Commands;

/// <summary>Waits until a process is as somebody wants it, also while its server is away.</summary>
internal static class ProcessWait
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Waits until a process can be used: healthy, or running when it has no health check.</summary>
    /// <exception cref="ProcessProxyException">It was given up before.</exception>
    public static Task<ProcessInfo> UntilReadyAsync(IProcessClient client, ProcessInfo process, CancellationToken cancellationToken) =>
        UntilAsync(client, process.Id, IsReady, IsLost, cancellationToken);

    /// <summary>Whether it can be used. A job is not there to be used: that it has been started is all there is to wait for.</summary>
    public static bool IsReady(ProcessInfo process) =>
        process.Schedule is not null || (process.State == RunState.Running && process.Health is HealthState.None or HealthState.Healthy);

    /// <summary>Whether it will not come up by itself.</summary>
    public static bool IsLost(ProcessInfo process) => process.State == RunState.Failed;

    /// <summary>Waits for a condition.</summary>
    /// <exception cref="ProcessProxyException">There is no such process, it is in vain to wait, or no server answered at the beginning.</exception>
    public static async Task<ProcessInfo> UntilAsync(
        IProcessClient client, string id, Func<ProcessInfo, bool> condition, Func<ProcessInfo, bool> inVain, CancellationToken cancellationToken)
    {
        var hasBegun = false;
        while (true)
        {
            try
            {
                await foreach (var news in client.WatchAsync(cancellationToken).ConfigureAwait(false))
                {
                    hasBegun = true;
                    if (await Judge(news).ConfigureAwait(false) is { } settled)
                    {
                        return settled;
                    }
                }
            }
            catch (ProcessProxyException away) when (hasBegun && away.Code is ErrorCodes.ServerUnreachable or ErrorCodes.ShuttingDown)
            {
                // It may come back, and the process with it.
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }

        async Task<ProcessInfo?> Judge(ProcessEvent news)
        {
            var process = news.Processes.FirstOrDefault(one => one.Id == id);
            if (news.Kind == ProcessEventKind.Snapshot ? process is null : news.Kind == ProcessEventKind.Removed && process is not null)
            {
                throw new ProcessProxyException(ErrorCodes.ProcessNotFound, $"There is no process '{id}'.");
            }

            if (process is not null && !condition(process) && inVain(process))
            {
                throw new ProcessProxyException(ErrorCodes.Conflict, $"Waiting for {id} is in vain: it {Sentence(process)}");
            }

            return process is not null && condition(process) ? await client.GetAsync(id, cancellationToken).ConfigureAwait(false) : null;
        }
    }

    private static string Sentence(ProcessInfo process) => $"is {process.State.ToString().ToLowerInvariant()}: {process.Reason.TrimEnd('.')}.";
}
