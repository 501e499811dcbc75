using Microsoft.Extensions.Logging;
using ProcessProxy.Background;
using ProcessProxy.Configuration;

namespace ProcessProxy.Health;

/// <summary>Probes one run repeatedly until disposed. Its probes never overlap: one loop makes them.</summary>
internal sealed class HealthProber : IAsyncDisposable
{
    private readonly HealthCheckSpec spec;
    private readonly TimeSpan ageAtStart;
    private readonly Func<HealthCheckSpec, CancellationToken, Task<HealthCheckResult>> ask;
    private readonly Func<HealthCheckResult, CancellationToken, ValueTask> report;
    private readonly TimeProvider time;
    private readonly long started;
    private readonly BackgroundLoop loop;
    private readonly Action<string> unable;
    private bool hasSucceeded;
    private bool isAble = true;
    private int probes;

    /// <summary>Starts probing.</summary>
    /// <param name="id">The process.</param>
    /// <param name="spec">The health check.</param>
    /// <param name="ageAtStart">The age of the run at the start.</param>
    /// <param name="ask">Makes one probe.</param>
    /// <param name="report">Receives each result.</param>
    /// <param name="logger">The log that reports when probing fails.</param>
    /// <param name="unable">Called with the reason why a probe could not be made, once as long as this lasts.</param>
    /// <param name="time">The clock.</param>
    public HealthProber(
        string id,
        HealthCheckSpec spec,
        TimeSpan ageAtStart,
        Func<HealthCheckSpec, CancellationToken, Task<HealthCheckResult>> ask,
        Func<HealthCheckResult, CancellationToken, ValueTask> report,
        Action<string> unable,
        ILogger logger,
        TimeProvider time)
    {
        this.spec = spec;
        this.ageAtStart = ageAtStart;
        this.ask = ask;
        this.report = report;
        this.unable = unable;
        this.time = time;
        started = time.GetTimestamp();
        loop = new BackgroundLoop($"{id}: its health check", RunAsync, logger, time);
    }

    public ValueTask DisposeAsync() => loop.DisposeAsync();

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var age = ageAtStart + time.GetElapsedTime(started);
            var pause = HealthPolicy.NextPause(hasSucceeded, age, probes++, spec);
            await Task.Delay(isAble || pause < HealthPolicy.StartInterval ? pause : HealthPolicy.StartInterval, time, cancellationToken).ConfigureAwait(false);
            try
            {
                var result = await ask(spec, cancellationToken).ConfigureAwait(false);
                isAble = true;
                hasSucceeded |= result.Ok;
                await report(result, cancellationToken).ConfigureAwait(false);
            }
            catch (ProbeNotMadeException e)
            {
                // Not a result: the resources are missing on our side. It is retried soon.
                if (isAble)
                {
                    unable(e.Message);
                }

                isAble = false;
            }
        }
    }
}
