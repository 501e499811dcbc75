namespace ProcessProxy.PowerShell.Commands;

/// <summary>Waits for a condition of a process, even while its server is down.</summary>
internal static class ProcessWait
{
    /// <summary>The code of a wait for a condition that will never be met.</summary>
    public const string InVain = "wait-in-vain";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Waits until a process is available: healthy, or running if it has no health check.</summary>
    /// <exception cref="ProcessProxyException">It has failed for good.</exception>
    public static Task<ProcessInfo> UntilReadyAsync(IProcessClient client, ProcessInfo process, CancellationToken cancellationToken) =>
        UntilAsync(client, process.Address, IsReady, WhyLost, cancellationToken);

    /// <summary>Returns whether it is available. A job does not become available, so waiting for its start is enough.</summary>
    public static bool IsReady(ProcessInfo process) =>
        process.Schedule is not null || ReadinessRule.IsReady(process);

    /// <summary>Returns why a process will not start by itself, or null if it may.</summary>
    public static string? WhyLost(ProcessInfo process) =>
        process.State == RunState.Failed ? $"has failed: {process.Reason.TrimEnd('.')}" : null;

    /// <summary>Waits for a condition.</summary>
    /// <param name="client">The client of the process.</param>
    /// <param name="id">The process, or one of its instances.</param>
    /// <param name="condition">The condition.</param>
    /// <param name="inVain">Returns why it cannot be met, as the rest of a sentence after "it", or null if it may.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="ProcessProxyException">There is no such process, the condition can never be met, or no server responded at the beginning.</exception>
    public static async Task<ProcessInfo> UntilAsync(
        IProcessClient client, string id, Func<ProcessInfo, bool> condition, Func<ProcessInfo, string?> inVain, CancellationToken cancellationToken)
    {
        var address = InstanceId.Parse(id);
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
                // The server may come back, and the process with it.
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }

        async Task<ProcessInfo?> Judge(ProcessEvent news)
        {
            var whole = news.Processes.FirstOrDefault(one => one.Id == address.Process);
            var process = whole is null ? null : address.Of(whole);
            if (whole is not null && process is null && news.Kind != ProcessEventKind.Removed)
            {
                throw new ProcessProxyException(ErrorCodes.ProcessNotFound, $"The process '{whole.Id}' no longer has an instance {address.Instance}.");
            }

            if (news.Kind == ProcessEventKind.Snapshot ? process is null : news.Kind == ProcessEventKind.Removed && process is not null)
            {
                throw new ProcessProxyException(ErrorCodes.ProcessNotFound, $"There is no process '{address.Process}'.");
            }

            if (process is not null && !condition(process) && inVain(process) is { } why)
            {
                throw new ProcessProxyException(InVain, $"Cannot wait for {id}: it {why}.");
            }

            return process is not null && condition(process) ? await client.GetAsync(id, cancellationToken).ConfigureAwait(false) : null;
        }
    }
}
