using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ProcessProxy.AspNetCore.Connections;

/// <summary>Bounds the connections of a web server.</summary>
/// <param name="allowance">How many connections there may be on an address.</param>
/// <param name="loggers">Where to log.</param>
/// <param name="clock">The clock.</param>
internal sealed class ConnectionBounds(Func<EndPoint, ConnectionAllowance> allowance, ILoggerFactory loggers, TimeProvider clock)
{
    private readonly SheddingLog log = new(loggers.CreateLogger("ProcessProxy.Connections"), clock);

    /// <summary>
    /// Shares a number out to addresses of the network and to local sockets, half each: those who may connect to the one kind cannot take up what is
    /// for the other.
    /// </summary>
    public static Func<EndPoint, ConnectionAllowance> InHalves(int connections)
    {
        var (network, local) = (Half(), Half());
        return endPoint => endPoint is IPEndPoint ? network : local;

        ConnectionAllowance Half() => new((connections + 1) / 2, (connections + 3) / 4, static _ => false);
    }

    /// <summary>Bounds what is made.</summary>
    public IConnectionListenerFactory Of(IConnectionListenerFactory inner) => new BoundedTransport(inner, allowance, log);

    /// <summary>Bounds what comes over the network. Call it after what adds the web server.</summary>
    public void Use(IServiceCollection services) => services.AddSingleton(provider => Of(
        new SocketTransportFactory(provider.GetRequiredService<IOptions<SocketTransportOptions>>(), provider.GetRequiredService<ILoggerFactory>())));
}
