using ProcessProxy.Configuration;
using ProcessProxy.Health;
using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Services;

namespace ProcessProxy.Supervision.Running;

/// <summary>Checks the health of one run after the other.</summary>
/// <param name="services">The services that all runners share.</param>
/// <param name="post">Receives the results.</param>
internal sealed class RunProber(RunnerServices services, Func<MachineEvent, ValueTask> post)
{
    private HealthProber? prober;

    /// <summary>Begins to check a run, and no longer the one before. Does nothing for a process without a health check.</summary>
    public async ValueTask StartAsync(ProcessSpec spec, MachineEffect.StartProbing probe)
    {
        await StopAsync().ConfigureAwait(true);
        if (spec.HealthCheck is { } check)
        {
            prober = new HealthProber(
                spec.Id, check, probe.Age, services.Probe, ReportAsync, why => Log.NotProbed(services.Logger, spec.Id, why), services.Logger, services.Time);
        }

        // Not awaited when probing ends and the mailbox is full: its reader may be the one that waits for that end.
        async ValueTask ReportAsync(HealthCheckResult result, CancellationToken cancellationToken) =>
            await post(new MachineEvent.Probed(probe.Generation, result)).AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Checks no more.</summary>
    public async ValueTask StopAsync()
    {
        if (prober is not null)
        {
            await prober.DisposeAsync().ConfigureAwait(true);
            prober = null;
        }
    }
}
