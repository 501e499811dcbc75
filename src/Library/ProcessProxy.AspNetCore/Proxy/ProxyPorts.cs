using ProcessProxy.AspNetCore.Connections;
using ProcessProxy.Configuration;
using ProcessProxy.Platform.Network;

namespace ProcessProxy.AspNetCore.Proxy;

/// <summary>The ports of the proxy.</summary>
internal static class ProxyPorts
{
    /// <summary>Takes the ports.</summary>
    /// <param name="spec">The configuration.</param>
    /// <param name="store">The inherited sockets.</param>
    /// <exception cref="ListenException">It cannot listen; the message names the owner of a port in use, and the key to change.</exception>
    public static ListenSockets Bind(ServerSpec spec, SocketStore store)
    {
        try
        {
            return ListenSockets.Bind(spec.Listen, store);
        }
        catch (ListenException e) when (e.TakenPort is { } port)
        {
            var key = port == spec.Listen.Port ? "port" : "httpsPort";
            var place = spec.ConfigFile.Length == 0 ? "" : $" in {Path.GetFileName(spec.ConfigFile)}";
            throw new ListenException(
                $"Cannot listen on {spec.Listen.Host}, port {port}: it is in use by {PortHolder.Describe(port) ?? "another program"}. Set '{key}'{place} to another port, or to 0 for a free one.", e);
        }
    }
}
