using System.Management.Automation.Runspaces;
using ProcessProxy.PowerShell.Lifetime;

namespace ProcessProxy.PowerShell.Connections;

/// <summary>Makes connections to servers that run by themselves.</summary>
internal static class RemoteServer
{
    /// <summary>A connection that is not in the table yet.</summary>
    public static ProxyConnection Create(HttpProcessClient client, Guid owner)
    {
        SessionLifetime.Watch(Runspace.DefaultRunspace);
        return new ProxyConnection(ConnectionKind.Server, client.BaseAddress.GetLeftPart(UriPartial.Path).TrimEnd('/'), owner)
        {
            Uri = client.BaseAddress,
            Client = client,
        };
    }
}
