using ProcessProxy.Configuration;

namespace ProcessProxy.Health;

/// <summary>Probes one run again and again until disposed. Probes of it never overlap: one loop makes them.</summary>
internal sealed class HealthProber : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Task loop;

    /// <summary>Begins to probe.</summary>
    /// <param name="spec">The health check.</param>
    /// <param name="ageAtStart">How long the run has lasted already.</param>
    /// <param name="ask">Makes one probe.</param>
    /// <param name="report">Takes each result.</param>
    /// <param name="time">The clock.</param>
    public HealthProber(
        HealthCheckSpec spec,
        TimeSpan ageAtStart,
        Func<HealthCheckSpec, CancellationToken, Task<HealthCheckResult>> ask,
        Func<HealthCheckResult, CancellationToken, ValueTask> report,
        TimeProvider time) =>
        loop = RunAsync(spec, ageAtStart, ask, report, time, stop.Token);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private static async Task RunAsync(
        HealthCheckSpec spec,
        TimeSpan ageAtStart,
        Func<HealthCheckSpec, CancellationToken, Task<HealthCheckResult>> ask,
        Func<HealthCheckResult, CancellationToken, ValueTask> report,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var hasSucceeded = false;
        for (var probes = 0; ; probes++)
        {
            var age = ageAtStart + time.GetElapsedTime(started);
            await Task.Delay(HealthPolicy.NextPause(hasSucceeded, age, probes, spec), time, cancellationToken).ConfigureAwait(false);
            var result = await ask(spec, cancellationToken).ConfigureAwait(false);
            hasSucceeded |= result.Ok;
            await report(result, cancellationToken).ConfigureAwait(false);
        }
    }
}
