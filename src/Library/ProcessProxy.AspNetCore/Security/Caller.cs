using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using ProcessProxy.Platform.Network;

namespace ProcessProxy.AspNetCore.Security;

/// <summary>The caller at the other end of a connection to the management API.</summary>
internal sealed class Caller
{
    private readonly Lazy<uint?> user;

    private Caller(bool mayOpen, Lazy<uint?> user)
    {
        MayOpen = mayOpen;
        this.user = user;
    }

    /// <summary>A caller on the socket or the pipe, where the system admits only users with access.</summary>
    public static Caller OverSocket { get; } = new(mayOpen: true, new Lazy<uint?>(value: null));

    /// <summary>Gets whether the system itself has admitted the caller.</summary>
    public bool MayOpen { get; }

    /// <summary>Gets the user at the other end; null if unknown.</summary>
    public uint? User => user.Value;

    /// <summary>Gets whether a request on this connection has proven its access.</summary>
    public bool HasProven { get; private set; }

    /// <summary>Gets or sets the callback for the first such request.</summary>
    public Action? Proven { get; set; }

    /// <summary>Creates the caller of a TCP connection.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="isAsked">
    /// Whether the user decides: then it is determined immediately, because later another process could have its port. Otherwise only when needed.
    /// </param>
    public static Caller OverTcp(ConnectionContext connection, bool isAsked) => OverTcp(connection.RemoteEndPoint, connection.LocalEndPoint, isAsked);

    /// <summary>Creates the caller of a TCP connection.</summary>
    /// <param name="remote">The other end.</param>
    /// <param name="local">This end.</param>
    /// <param name="isAsked">Whether the user decides.</param>
    public static Caller OverTcp(EndPoint? remote, EndPoint? local, bool isAsked)
    {
        var user = new Lazy<uint?>(() =>
            remote is IPEndPoint peer && local is IPEndPoint own && IsWithin(peer.Address, own.Address) ? TcpPeer.UserOf(peer, own) : null);
        if (isAsked)
        {
            _ = user.Value;
        }

        return new Caller(mayOpen: false, user);
    }

    /// <summary>A user of this machine over TCP; null if unknown.</summary>
    public static Caller Local(uint? user) => new(mayOpen: false, new Lazy<uint?>(user));

    // A caller of an address of this machine that is not loopback comes from that address.
    internal static bool IsWithin(IPAddress peer, IPAddress own) => IPAddress.IsLoopback(peer) || peer.Equals(own);

    /// <summary>Records that a request has proven its access. Requests of one connection come one after the other.</summary>
    public void Prove()
    {
        if (!HasProven)
        {
            HasProven = true;
            Proven?.Invoke();
        }
    }

    /// <summary>Returns the caller of a request, or null if it was not determined.</summary>
    public static Caller? Of(HttpContext http) => http.Features.Get<Caller>();
}
