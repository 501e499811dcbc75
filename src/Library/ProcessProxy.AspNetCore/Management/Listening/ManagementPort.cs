using System.Net;
using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore.Connections;
using ProcessProxy.Configuration;
using ProcessProxy.Platform.Network;

namespace ProcessProxy.AspNetCore.Management.Listening;

/// <summary>The TCP port of the management API.</summary>
internal static class ManagementPort
{
    /// <summary>Takes the port. If it is the default and another program has it, a free one is used: the one that an earlier server used, if it was inherited.</summary>
    /// <param name="spec">The address.</param>
    /// <param name="store">The inherited sockets.</param>
    /// <param name="log">The log that reports another port.</param>
    /// <exception cref="ProcessProxyException"><see cref="ErrorCodes.BadArgument"/>: the host is not a valid address, or others can reach it and there is no key.</exception>
    /// <exception cref="ListenException">It cannot listen; the message names the owner of the port.</exception>
    public static ListenSockets Bind(ManagementSpec spec, SocketStore store, ILogger log)
    {
        Check(spec);
        var listen = new ListenSpec { Host = spec.Host!, Port = spec.Port };
        try
        {
            return ListenSockets.Bind(listen, store, NamedSocket.Management);
        }
        catch (ListenException taken) when (taken.TakenPort is not null)
        {
            var owner = PortHolder.Describe(spec.Port) ?? "another program";
            if (spec.IsPortChosen)
            {
                throw new ListenException(
                    $"The management API cannot listen on {spec.Host}, port {spec.Port}: {owner} listens there. Set management.port to another port, or to 0 for a free one.", taken);
            }

            var sockets = ListenSockets.Bind(listen with { Port = 0 }, store, NamedSocket.Management);
            Log.PortElsewhere(log, spec.Port, owner, sockets.Endpoints.HttpPort);
            return sockets;
        }
    }

    private static void Check(ManagementSpec spec)
    {
        var isAny = spec.Host == "*";
        var address = IPAddress.TryParse(spec.Host, out var parsed) ? parsed : null;
        if (!isAny && address is null && !IsLocalhost(spec.Host!))
        {
            throw new ProcessProxyException(ErrorCodes.BadArgument, $"management.host must be an IP address or localhost, not '{spec.Host}'.");
        }

        var isLoopback = address is null ? !isAny : IPAddress.IsLoopback(address);
        if (!isLoopback && string.IsNullOrEmpty(spec.ApiKey))
        {
            throw new ProcessProxyException(
                ErrorCodes.BadArgument,
                $"management.host {spec.Host} can be reached from other machines: set management.apiKeyFile (or apiKey), or listen on 127.0.0.1.");
        }
    }

    private static bool IsLocalhost(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase);
}
