using Microsoft.Extensions.Hosting;

namespace ProcessProxy.AspNetCore.Hosting;

/// <summary>Starts and stops supervision with the application.</summary>
/// <param name="server">The server, which the container disposes of.</param>
internal sealed class ProcessProxyService(ProxyServer server) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => server.StartAsync(cancellationToken);

    /// <inheritdoc/>
    /// <remarks>When the host's time for the end is over, what still runs is killed.</remarks>
    public Task StopAsync(CancellationToken cancellationToken) => server.StopAsync(cancellationToken);
}
