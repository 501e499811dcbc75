using Microsoft.Extensions.Hosting;

namespace ProcessProxy.AspNetCore.Http;

/// <summary>Leaves signals and the console alone: the default lifetime handles SIGTERM and prints.</summary>
internal sealed class UnattendedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
