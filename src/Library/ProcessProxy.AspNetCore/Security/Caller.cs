using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using ProcessProxy.Platform.Network;

namespace ProcessProxy.AspNetCore.Security;

/// <summary>Who is at the other end of a connection to the management API.</summary>
internal sealed class Caller
{
    private readonly Lazy<uint?> user;

    private Caller(bool mayOpen, Lazy<uint?> user)
    {
        MayOpen = mayOpen;
        this.user = user;
    }

    /// <summary>Came through the socket or the pipe, where the system lets in only who may command.</summary>
    public static Caller OverSocket { get; } = new(mayOpen: true, new Lazy<uint?>(value: null));

    /// <summary>Whether the system itself has let the caller in.</summary>
    public bool MayOpen { get; }

    /// <summary>The user at the other end; null when it cannot be told.</summary>
    public uint? User => user.Value;

    /// <summary>Whether a request on this connection has shown that it may command.</summary>
    public bool HasProven { get; private set; }

    /// <summary>Called when that is shown first.</summary>
    public Action? Proven { get; set; }

    /// <summary>Who is at the other end of a TCP connection.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="isAsked">
    /// Whether the user decides: then it is found out at once, since later another could have its port. Else only when somebody wants to know.
    /// </param>
    public static Caller OverTcp(ConnectionContext connection, bool isAsked) => OverTcp(connection.RemoteEndPoint, connection.LocalEndPoint, isAsked);

    /// <summary>Who is at the other end of a TCP connection.</summary>
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

    /// <summary>A user of this machine over TCP; null when it cannot be told which.</summary>
    public static Caller Local(uint? user) => new(mayOpen: false, new Lazy<uint?>(user));

    // Who calls an address of this machine that is not loopback comes from that address.
    internal static bool IsWithin(IPAddress peer, IPAddress own) => IPAddress.IsLoopback(peer) || peer.Equals(own);

    /// <summary>A request has shown that it may command. Requests of one connection come one after the other.</summary>
    public void Prove()
    {
        if (!HasProven)
        {
            HasProven = true;
            Proven?.Invoke();
        }
    }

    /// <summary>Who makes a request; null where nobody asked.</summary>
    public static Caller? Of(HttpContext http) => http.Features.Get<Caller>();
}
