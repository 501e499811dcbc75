namespace ProcessProxy.PowerShell.Commands;

/// <summary>Waits until a process is as somebody wants it, also while its server is away.</summary>
internal static class ProcessWait
{
    /// <summary>The code of a wait for what will not happen.</summary>
    public const string InVain = "wait-in-vain";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Waits until a process can be used: healthy, or running when it has no health check.</summary>
    /// <exception cref="ProcessProxyException">It has been given up.</exception>
    public static Task<ProcessInfo> UntilReadyAsync(IProcessClient client, ProcessInfo process, CancellationToken cancellationToken) =>
        UntilAsync(client, process.Id, IsReady, WhyLost, cancellationToken);

    /// <summary>Whether it can be used. A job is not there to be used: that it has been started is all there is to wait for.</summary>
    public static bool IsReady(ProcessInfo process) =>
        process.Schedule is not null || ReadinessRule.IsReady(process);

    /// <summary>Says why a process will not come up by itself; null when it may.</summary>
    public static string? WhyLost(ProcessInfo process) =>
        process.State == RunState.Failed ? $"has failed: {process.Reason.TrimEnd('.')}" : null;

    /// <summary>Waits for a condition.</summary>
    /// <param name="client">Where the process is.</param>
    /// <param name="id">The process.</param>
    /// <param name="condition">What is waited for.</param>
    /// <param name="inVain">Says why it cannot come, after "it"; null when it may.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ProcessProxyException">There is no such process, it is in vain to wait, or no server answered at the beginning.</exception>
    public static async Task<ProcessInfo> UntilAsync(
        IProcessClient client, string id, Func<ProcessInfo, bool> condition, Func<ProcessInfo, string?> inVain, CancellationToken cancellationToken)
    {
        var hasBegun = false;
        while (true)
        {
            try
            {
                await foreach (var news in client.WatchAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
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

            if (process is not null && !condition(process) && inVain(process) is { } why)
            {
                throw new ProcessProxyException(InVain, $"Cannot wait for {id}: it {why}.");
            }

            return process is not null && condition(process) ? await client.GetAsync(id, cancellationToken).ConfigureAwait(false) : null;
        }
    }
}
