using Microsoft.Extensions.Hosting;

namespace ProcessProxy.AspNetCore.Hosting;

/// <summary>Starts and stops supervision with the application.</summary>
/// <param name="server">The server, which the container disposes.</param>
internal sealed class ProcessProxyService(ProxyServer server) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => server.StartAsync(cancellationToken);

    /// <inheritdoc/>
    /// <remarks>When the host's shutdown timeout is over, what is still running is killed.</remarks>
    public Task StopAsync(CancellationToken cancellationToken) => server.StopAsync(cancellationToken);
}
