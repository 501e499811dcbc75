namespace ProcessProxy.AspNetCore.Api;

/// <summary>Describes the results of commands.</summary>
internal static class CommandMessages
{
    /// <summary>Describes the state of the process: <c>web is running with pid 123.</c></summary>
    public static string For(ProcessInfo process) => process.State switch
    {
        RunState.Running when process.Pid is { } pid => $"{process.Address} is running with pid {pid}.",
        RunState.Running when process.Instances is { } instances => $"{process.Address} is running: {instances.Count(instance => instance.State == RunState.Running)} of {instances.Count} instances.",
        RunState.Stopped => $"{process.Address} is stopped.",
        RunState.Backoff => $"{process.Address} is waiting for a restart: {Sentence(process.Reason)}",
        var state => $"{process.Address} is {state.ToString().ToLowerInvariant()}: {Sentence(process.Reason)}",
    };

    /// <summary>Describes how many processes were treated how: <c>1 started, 2 unchanged.</c></summary>
    public static string For(IReadOnlyList<ReloadAction> actions)
    {
        var counts = Enum.GetValues<ReloadActionKind>().OrderBy(kind => kind == ReloadActionKind.None)
            .Select(kind => (Kind: kind, Count: actions.Count(action => action.Action == kind && action.Failure is null)))
            .Where(entry => entry.Count > 0)
            .Select(entry => $"{entry.Count} {Participle(entry.Kind)}").ToList();
        var failed = actions.Where(action => action.Failure is not null).ToList();
        if (failed.Count > 0)
        {
            counts.Add($"{failed.Count} failed ({string.Join(", ", failed.Select(action => action.Id))})");
        }

        var text = string.Join(", ", counts);
        return text.Length == 0 ? "No process is configured." : text + ".";
    }

    /// <summary>Describes which server has taken over.</summary>
    public static string For(ServerUpgrade upgrade) => $"{upgrade}.";

    private static string Participle(ReloadActionKind kind) => kind switch
    {
        ReloadActionKind.Start => "started",
        ReloadActionKind.Stop => "stopped",
        ReloadActionKind.Restart => "restarted",
        ReloadActionKind.Replace => "replaced",
        ReloadActionKind.Update => "updated",
        ReloadActionKind.None => "unchanged",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static string Sentence(string reason) => reason.EndsWith('.') ? reason : reason + ".";
}
