using System.Globalization;
using System.Runtime.Versioning;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Windows.Native;

namespace ProcessProxy.Platform.Windows.Processes;

/// <summary>Ends every process in a job: sends Ctrl+Break, waits until nothing is left, then terminates the rest.</summary>
[SupportedOSPlatform("windows")]
internal sealed class TreeEnder(TimeProvider time)
{
    private const uint ExitCode = 1;
    private static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(5);
    private readonly Polling polling = new(time);

    /// <summary>Ends the tree.</summary>
    /// <param name="root">The number of the program, which is also that of its console group.</param>
    /// <param name="job">Its job.</param>
    /// <param name="request">How to end it.</param>
    /// <param name="hurry">Canceled when no time is left.</param>
    /// <returns>The processes that could not be ended.</returns>
    public async Task<IReadOnlyList<string>> EndAsync(int root, JobObject job, EndTreeRequest request, CancellationToken hurry)
    {
        if (job.IsEmpty())
        {
            return [];
        }

        var started = time.GetTimestamp();
        if (request.Signal != Signals.Kill && request.Grace > TimeSpan.Zero && !hurry.IsCancellationRequested
            && (request.Signal is null || await ConsoleBreak.SendAsync(root, job.Pids(), time).ConfigureAwait(false))
            && await polling.UntilAsync(() => ValueTask.FromResult(job.IsEmpty()), request.Grace - time.GetElapsedTime(started), hurry).ConfigureAwait(false))
        {
            return [];
        }

        var isEmpty = await polling.UntilAsync(
            () =>
            {
                job.Terminate(ExitCode);
                return ValueTask.FromResult(job.IsEmpty());
            },
            KillPatience,
            CancellationToken.None).ConfigureAwait(false);
        return isEmpty ? [] : [.. job.Pids().Select(Describe)];
    }

    private static string Describe(int pid) => string.Create(CultureInfo.InvariantCulture, $"{NativeProcess.Name(pid)} ({pid})");
}
