namespace ProcessProxy.PowerShell.Commands;

/// <summary>Tells how far the replacement of the programs of a process is. It watches the process from the first question on.</summary>
internal sealed class ReplacementProgress
{
    private readonly IProcessClient client;
    private readonly ProcessInfo before;
    private readonly IReadOnlyList<ProcessInfo> old;
    private readonly CancellationToken cancellationToken;
    private volatile ProcessInfo latest;
    private Task? watch;

    /// <summary>Remembers the programs that run.</summary>
    /// <param name="client">The client of the process.</param>
    /// <param name="before">The process, or one of its instances, before the replacement, with its configuration.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    public ReplacementProgress(IProcessClient client, ProcessInfo before, CancellationToken cancellationToken)
    {
        this.client = client;
        this.before = latest = before;
        this.cancellationToken = cancellationToken;
        old = [.. (before.Instances ?? [before]).Where(instance => instance.Pid is not null)];
    }

    /// <summary>Returns whether a restart replaces its programs without an interruption.</summary>
    /// <param name="process">The process with its configuration.</param>
    public static bool IsRolling(ProcessInfo process) => process.Configuration?.GetValueOrDefault("replace") is "rolling";

    /// <summary>Gets what is waited for at the moment.</summary>
    public string Now
    {
        get
        {
            watch ??= Task.Run(WatchAsync, CancellationToken.None);
            var next = old.Count(IsReplaced);
            var ended = next == 0 ? "" : $"the old program of {old[next - 1].Address} must end";
            var title = $"Replacing {before.Address}{(old.Count > 1 ? $" ({Math.Min(next + 1, old.Count)} of {old.Count})" : "")}: ";
            return title + (next == old.Count ? ended : $"{(next == 0 ? "" : $"{ended}, then ")}the new program of {old[next].Address} must {Condition}");
        }
    }

    /// <summary>Gets what a new program must do before it takes over.</summary>
    private string Condition
    {
        get
        {
            var keys = before.Configuration!;
            var condition = keys.GetValueOrDefault("healthCheck") is ProcessConfiguration ? "pass its health check"
                : before.Port is not null || old.Any(instance => instance.Port is not null) ? "accept connections at its port"
                : $"run for {InSeconds(keys, "readyAfter")}";
            return keys.GetValueOrDefault("stableFor") is TimeSpan { Ticks: > 0 } ? $"{condition} and go on to for {InSeconds(keys, "stableFor")}" : condition;
        }
    }

    private static string InSeconds(ProcessConfiguration keys, string key) => keys.GetValueOrDefault(key) is TimeSpan time ? $"{time.TotalSeconds:0.###} s" : key;

    /// <summary>Returns whether another program serves for an instance.</summary>
    private bool IsReplaced(ProcessInfo instance) =>
        (latest.Instances?.ElementAtOrDefault(instance.Instance - 1) ?? latest) is { Pid: { } pid } now && now.Instance == instance.Instance && pid != instance.Pid;

    private async Task WatchAsync()
    {
        try
        {
            await foreach (var news in client.WatchAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
            {
                latest = news.Processes.FirstOrDefault(process => process.Id == before.Id) ?? latest;
            }
        }
        catch (Exception end) when (end is OperationCanceledException or ProcessProxyException)
        {
            // The command is over, or fails for the same reason and reports it.
        }
    }
}
