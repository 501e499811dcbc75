using System.Net;
using System.Runtime.InteropServices;
using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Connections;

/// <summary>Counts the connections that clients have open, and tells whether there may be another.</summary>
/// <param name="most">How many in all.</param>
/// <param name="mostOfOne">How many of one client, by its address.</param>
/// <param name="isExempt">Whose addresses stand for many clients: only the number in all bounds them.</param>
internal sealed class ConnectionAllowance(int most, int mostOfOne, Func<IPAddress, bool> isExempt)
{
    private readonly Lock gate = new();
    private readonly Dictionary<ClientKey, int> clients = [];
    private int open;

    /// <summary>How many are open.</summary>
    public int Open => Volatile.Read(ref open);

    /// <summary>How many there may be in all.</summary>
    public int Most => most;

    /// <summary>Counts another one.</summary>
    /// <param name="peer">Who connects.</param>
    /// <param name="client">Whom it is counted for, to be given back; null for nobody in particular.</param>
    /// <returns>False when there may be no more.</returns>
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

    /// <summary>Counts one that has been closed.</summary>
    /// <param name="client">Whom it was counted for.</param>
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
