using ProcessProxy.PowerShell.Bridge;

namespace ProcessProxy.PowerShell.Connections;

/// <summary>Creates connections to separate servers, which are not in the table yet.</summary>
internal static class RemoteServer
{
    /// <summary>Creates a connection to an address.</summary>
    public static ProxyConnection Create(HttpProcessClient client, Guid owner) => Create(client, client.BaseAddress, owner);

    /// <summary>Creates a connection to a server on this machine. Its address is its name, although its socket may be used.</summary>
    public static ProxyConnection Create(LocalServer server, Guid owner, IDetachedServer? detached = null)
    {
        var connection = Create(server.Client, AddressOf(server), owner, detached);
        connection.ProjectDirectory = server.Status.ProjectDirectory;
        return connection;
    }

    private static ProxyConnection Create(HttpProcessClient client, Uri? address, Guid owner, IDetachedServer? detached = null) =>
        new(ConnectionKind.Server, address?.GetLeftPart(UriPartial.Path).TrimEnd('/') ?? client.Socket!, owner)
        {
            Uri = address,
            Client = client,
            Detached = detached,
        };

    private static Uri? AddressOf(LocalServer server) =>
        server.Client.Socket is null ? server.Client.BaseAddress
        : Uri.TryCreate(server.Status.Endpoints.Management, UriKind.Absolute, out var address) ? address
        : null;
}
