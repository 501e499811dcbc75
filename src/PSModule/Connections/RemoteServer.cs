using ProcessProxy.PowerShell.Bridge;

namespace ProcessProxy.PowerShell.Connections;

/// <summary>Makes connections to servers that run by themselves.</summary>
internal static class RemoteServer
{
    /// <summary>A connection that is not in the table yet.</summary>
    public static ProxyConnection Create(HttpProcessClient client, Guid owner, IDetachedServer? detached = null) =>
        new(ConnectionKind.Server, client.BaseAddress.GetLeftPart(UriPartial.Path).TrimEnd('/'), owner)
        {
            Uri = client.BaseAddress,
            Client = client,
            Detached = detached,
        };
}
