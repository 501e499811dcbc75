using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ProcessProxy.AspNetCore.Connections;

/// <summary>Limits the connections of a web server.</summary>
/// <param name="allowance">Returns the limit on the connections of an address.</param>
/// <param name="loggers">The loggers.</param>
/// <param name="clock">The clock.</param>
/// <param name="closed">Canceled when no more connections are accepted, although the listeners stay.</param>
internal sealed class ConnectionBounds(Func<EndPoint, ConnectionAllowance> allowance, ILoggerFactory loggers, TimeProvider clock, CancellationToken closed = default)
{
    private readonly SheddingLog log = new(loggers.CreateLogger("ProcessProxy.Connections"), clock);

    /// <summary>
    /// Divides a limit between network addresses and local sockets, half each: clients of one kind cannot use up the share
    /// of the other.
    /// </summary>
    public static Func<EndPoint, ConnectionAllowance> InHalves(int connections)
    {
        var (network, local) = (Half(), Half());
        return endPoint => endPoint is IPEndPoint ? network : local;

        ConnectionAllowance Half() => new((connections + 1) / 2, (connections + 3) / 4, static _ => false);
    }

    /// <summary>Limits the listeners of a factory.</summary>
    public IConnectionListenerFactory Of(IConnectionListenerFactory inner) => new BoundedTransport(inner, allowance, log, closed);

    /// <summary>Limits network connections. Must be called after the web server was added.</summary>
    public void Use(IServiceCollection services) => services.AddSingleton(provider => Of(
        new SocketTransportFactory(provider.GetRequiredService<IOptions<SocketTransportOptions>>(), provider.GetRequiredService<ILoggerFactory>())));
}
