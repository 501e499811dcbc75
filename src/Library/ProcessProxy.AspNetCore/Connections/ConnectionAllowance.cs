using System.Net;
using System.Runtime.InteropServices;
using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Connections;

/// <summary>Counts the open connections of clients, and decides whether another one is allowed.</summary>
/// <param name="most">The total limit.</param>
/// <param name="mostOfOne">The limit for one client, by its address.</param>
/// <param name="isExempt">Returns whether an address represents many clients: then only the total limit applies.</param>
internal sealed class ConnectionAllowance(int most, int mostOfOne, Func<IPAddress, bool> isExempt)
{
    private readonly Lock gate = new();
    private readonly Dictionary<ClientKey, int> clients = [];
    private int open;

    /// <summary>Gets the number of open connections.</summary>
    public int Open => Volatile.Read(ref open);

    /// <summary>Gets the total limit.</summary>
    public int Most => most;

    /// <summary>Counts another connection.</summary>
    /// <param name="peer">The address of the client.</param>
    /// <param name="client">The client that it is counted for, to be released later; null for none.</param>
    /// <returns>False if the limit is reached.</returns>
    public bool TryEnter(EndPoint? peer, out ClientKey? client)
    {
        client = peer is IPEndPoint { Address: var address } && !IPAddress.IsLoopback(address) && !isExempt(address) ? ClientKey.Of(address) : null;
        lock (gate)
        {
            var ofClient = client is { } known ? clients.GetValueOrDefault(known) : 0;
            if (open >= most || (client is not null && ofClient >= mostOfOne))
            {
                return false;
            }

            open++;
            if (client is { } counted)
            {
                clients[counted] = ofClient + 1;
            }

            return true;
        }
    }

    /// <summary>Releases a connection that has been closed.</summary>
    /// <param name="client">The client that it was counted for.</param>
    public void Leave(ClientKey? client)
    {
        lock (gate)
        {
            open--;
            if (client is { } counted && --CollectionsMarshal.GetValueRefOrNullRef(clients, counted) == 0)
            {
                clients.Remove(counted);
            }
        }
    }
}
