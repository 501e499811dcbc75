using Microsoft.Extensions.Diagnostics.HealthChecks;
using Result = Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckResult;

namespace ProcessProxy.AspNetCore.Hosting;

/// <summary>Reports whether the processes that should run are running. Jobs, disabled processes and processes that somebody has stopped do not count.</summary>
/// <param name="client">The client of the supervisor.</param>
internal sealed class ProcessHealthCheck(IProcessClient client) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<Result> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var processes = (await client.ListAsync(cancellationToken).ConfigureAwait(false)).Where(process => process is { Enabled: true, Schedule: null }).ToList();
        var down = processes.Where(IsDown).ToList();
        var late = processes.Where(process => !IsDown(process) && !IsUp(process)).ToList();
        var status = down.Count > 0 ? context.Registration.FailureStatus : late.Count > 0 ? HealthStatus.Degraded : HealthStatus.Healthy;
        return new Result(
            status, down.Count + late.Count == 0 ? "All processes are up." : $"Not up: {string.Join(", ", down.Concat(late).Select(process => process.Id))}",
            data: down.Concat(late).ToDictionary(process => process.Id, object (process) => process.Reason, StringComparer.Ordinal));
    }

    private static bool IsDown(ProcessInfo process) => process.State is RunState.Failed or RunState.Backoff || process.Health == HealthState.Unhealthy;

    private static bool IsUp(ProcessInfo process) =>
        process.State == RunState.Stopped || ReadinessRule.IsReady(process);
}
