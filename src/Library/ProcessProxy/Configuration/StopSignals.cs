namespace ProcessProxy.Configuration;

/// <summary>The signals that can ask a process to end.</summary>
internal static class StopSignals
{
    public static readonly IReadOnlyList<string> All =
        ["SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGWINCH", "SIGABRT", "SIGKILL"];
}
