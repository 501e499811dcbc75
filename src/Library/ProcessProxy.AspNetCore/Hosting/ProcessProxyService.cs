using Microsoft.Extensions.Hosting;

namespace ProcessProxy.AspNetCore.Hosting;

/// <summary>Starts and stops supervision with the application.</summary>
/// <param name="server">The server, which the container disposes.</param>
/// <param name="check">Throws if what is mapped into the application cannot work.</param>
internal sealed class ProcessProxyService(ProxyServer server, Action check) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        check();
        return server.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>When the host's shutdown timeout is over, what is still running is killed.</remarks>
    public Task StopAsync(CancellationToken cancellationToken) => server.StopAsync(cancellationToken);
}
