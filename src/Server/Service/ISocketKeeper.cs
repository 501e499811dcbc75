using System.Net.Sockets;
using ProcessProxy.AspNetCore.Connections;

namespace ProcessProxy.Server.Service;

/// <summary>What has started the server, and keeps its listening sockets for the next one: a guardian, or systemd.</summary>
internal interface ISocketKeeper
{
    /// <summary>Gets the sockets that the server was started with.</summary>
    IReadOnlyList<(string Name, SafeSocketHandle Handle)> Inherited { get; }

    /// <summary>Passes it the sockets of the server, which is up.</summary>
    /// <param name="sockets">The sockets.</param>
    /// <param name="unused">The names of the inherited sockets that are not used anymore.</param>
    /// <param name="configuration">The file with the configuration in force; null if there is none.</param>
    void Keep(IReadOnlyList<NamedSocket> sockets, IReadOnlyCollection<string> unused, string? configuration);
}
