using ProcessProxy.AspNetCore.Proxy.Answers;
using ProcessProxy.Supervision;

namespace ProcessProxy.AspNetCore.Proxy.Holding;

/// <summary>Creates the response to a request whose process cannot handle it.</summary>
internal static class Unavailability
{
    /// <summary>The delay before another attempt for a process that nobody is about to start.</summary>
    /// <value>30 seconds.</value>
    public static readonly TimeSpan RetryAfterWhenDown = TimeSpan.FromSeconds(30);

    /// <summary>The delay before another attempt for a process that is starting, and the minimum.</summary>
    /// <value>1 second.</value>
    public static readonly TimeSpan RetryAfterWhenComing = TimeSpan.FromSeconds(1);

    /// <summary>Returns the response.</summary>
    /// <param name="id">The ID in the route.</param>
    /// <param name="process">Its state; null if it does not exist.</param>
    /// <param name="now">The time, in UTC.</param>
    public static ProxyError Of(string id, ProcessReadiness? process, DateTimeOffset now) =>
        new(503, ProxyErrorCodes.ProcessUnavailable, Outside(process)) { Inside = Sentence(id, process), RetryAfter = RetryAfter(process, now) };

    /// <summary>Returns the response if the maximum number of requests wait for the process.</summary>
    /// <param name="id">The ID in the route.</param>
    /// <param name="process">Its state; null if it does not exist.</param>
    /// <param name="now">The time, in UTC.</param>
    public static ProxyError Crowded(string id, ProcessReadiness? process, DateTimeOffset now)
    {
        var error = Of(id, process, now);
        return error with
        {
            Sentence = "Too many requests are waiting for the program behind this address. Try again later.",
            Inside = $"{error.Inside!.TrimEnd('.')}. Too many requests are waiting for it.",
        };
    }

    /// <summary>Returns advice for clients on other machines, without the process and the reason, which are confidential.</summary>
    private static string Outside(ProcessReadiness? process) => process?.State is RunState.Starting or RunState.Stopping or RunState.Backoff or RunState.Running
        ? "The program behind this address is not ready yet. Try again in a moment."
        : "The program behind this address is not running. Try again later.";

    private static string Sentence(string id, ProcessReadiness? process) => process switch
    {
        null => $"There is no process '{id}'.",
        { State: RunState.Running, FailedProbe: { } probe } => $"The process '{id}' is running, but its health check fails: {probe}",
        { Reason.Length: > 0 } => $"The process '{id}' is {Word(process.State)}: {process.Reason}",
        _ => $"The process '{id}' is {Word(process.State)}.",
    };

    private static string Word(RunState state) => state switch
    {
        RunState.Starting => "starting",
        RunState.Stopping => "stopping",
        RunState.Backoff => "about to be restarted",
        RunState.Failed => "down",
        RunState.Stopped => "stopped",
        RunState.Running => "not ready",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    private static TimeSpan RetryAfter(ProcessReadiness? process, DateTimeOffset now)
    {
        if (process?.NextAttemptAt is { } next)
        {
            var seconds = TimeSpan.FromSeconds(Math.Ceiling((next - now).TotalSeconds));
            return seconds > RetryAfterWhenComing ? seconds : RetryAfterWhenComing;
        }

        return process?.State is null or RunState.Failed or RunState.Stopped ? RetryAfterWhenDown : RetryAfterWhenComing;
    }
}
