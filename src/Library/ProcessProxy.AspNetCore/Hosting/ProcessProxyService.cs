using Microsoft.Extensions.Hosting;
using ProcessProxy.AspNetCore.Management;

namespace ProcessProxy.AspNetCore.Hosting;

/// <summary>Starts and stops supervision with the application.</summary>
/// <param name="server">The server, which the container disposes.</param>
/// <param name="management">What is mapped into the application.</param>
internal sealed class ProcessProxyService(ProxyServer server, MappedManagement management) : IHostedService
{
    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The dashboard is mapped without the API.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        management.CheckPage();
        return server.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>When the host's shutdown timeout is over, what is still running is killed.</remarks>
    public Task StopAsync(CancellationToken cancellationToken) => server.StopAsync(cancellationToken);
}
