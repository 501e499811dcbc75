using ProcessProxy.AspNetCore.Connections;
using ProcessProxy.Guarding;

namespace ProcessProxy.Server.Service;

/// <summary>What has started the server, and keeps its listening sockets for the next one: a guardian, or systemd.</summary>
internal interface ISocketKeeper
{
    /// <summary>Gets what starts a server that is to replace this one; null where sockets cannot be passed.</summary>
    ISuccessorStarter? Starter { get; }

    /// <summary>Passes it the sockets of the server, which is up.</summary>
    /// <param name="sockets">The sockets.</param>
    /// <param name="unused">The names of the inherited sockets that are not used anymore.</param>
    /// <param name="configuration">The file with the configuration in force; null if there is none.</param>
    void Keep(IReadOnlyList<NamedSocket> sockets, IReadOnlyCollection<string> unused, string? configuration);

    /// <summary>Tells it that another process is the server now.</summary>
    /// <param name="pid">The number of that process.</param>
    void Follow(int pid);
}
