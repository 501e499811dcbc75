using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Linux.Network;
using ProcessProxy.Platform.Network;
using Xunit;

namespace ProcessProxy.Tests.Platform.Linux;

/// <summary>Whose a connection within this machine is.</summary>
[SupportedOSPlatform("linux")]
public sealed class TcpTableTests
{
    private const string Head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
    private static readonly IPEndPoint Client = new(IPAddress.Loopback, 50000);
    private static readonly IPEndPoint Server = new(IPAddress.Loopback, 4481);

    [Theory]
    [InlineData("   0: 0100007F:C350 0100007F:1181 01 00000000:00000000 00:00000000 00000000  2001        0 12345 1 0\n", 2001u)]
    [InlineData("   0: 0100007F:1181 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 12345 1 0\n   1: 0100007F:C350 0100007F:1181 01 00000000:00000000 02:000A7214 00000000 65534        0 1 1 0\n", 65534u)]
    [InlineData("   0: 0100007F:1181 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 12345 1 0\n", null)]
    [InlineData("   0: 0100007F:C350 0100007F:1181 04 00000000:00000000 00:00000000 00000000     0        0 0 1 0\n", null)]
    [InlineData("   0: 0100007F:C350 0100007F:1181 06 00000000:00000000 00:00000000 00000000     0        0 0 1 0\n", null)]
    [InlineData("   0: 0100007F:C350 0100007F:1181 01 00000000:00000000 00:00000000 00000000  20", null)]
    [InlineData("   0: 0100007F:C350 0100007F:1181 01 00000000", null)]
    [InlineData("   0: 0100007F:C350 0100007F:1181 01 00000000:00000000 00:00000000 00000000    -1        0 1 1 0\n", null)]
    [InlineData("", null)]
    public void Only_the_callers_own_end_of_an_established_connection_tells(string lines, uint? user)
    {
        Assert.SkipUnless(BitConverter.IsLittleEndian, "The texts are of a little-endian machine.");
        Assert.Equal(user, TcpTable.Find(Encoding.ASCII.GetBytes(Head + lines), Client, Server));
    }

    [Fact]
    public void An_address_of_the_longer_kind_is_written_in_words()
    {
        Assert.SkipUnless(BitConverter.IsLittleEndian, "The texts are of a little-endian machine.");
        const string line = "   0: 00000000000000000000000001000000:C350 00000000000000000000000001000000:1181 01 00000000:00000000 00:00000000 00000000  1000        0 1 1 0\n";
        Assert.Equal(1000u, TcpTable.Find(Encoding.ASCII.GetBytes(Head + line), new(IPAddress.IPv6Loopback, 50000), new(IPAddress.IPv6Loopback, 4481)));
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    public async Task A_real_connection_is_this_users_until_it_is_closed(string address, bool overBoth)
    {
        using var listener = new TcpListener(IPAddress.Parse(address), 0);
        listener.Start();
        using var client = new Socket(overBoth ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        if (overBoth)
        {
            client.DualMode = true;
        }

        await client.ConnectAsync(listener.LocalEndpoint, TestContext.Current.CancellationToken);
        using var accepted = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        var (peer, own) = ((IPEndPoint)accepted.RemoteEndPoint!, (IPEndPoint)accepted.LocalEndPoint!);
        Assert.Equal(Ownership.OfThisProcess, TcpPeer.UserOf(peer, own));
        Assert.Equal(Ownership.OfThisProcess, TcpTable.UserOf(peer, own));
        var isTold = SocketDiagnosis.TryAsk(peer, own, out var user);
        Assert.Equal(isTold ? Ownership.OfThisProcess : null, user);

        // A child that another test launches has a copy of the descriptor until it is its own program; closing ours alone would end nothing.
        client.Shutdown(SocketShutdown.Both);
        client.Dispose();
        Assert.Null(TcpPeer.UserOf(peer, own));
        Assert.Null(TcpTable.UserOf(peer, own));
        SocketDiagnosis.TryAsk(peer, own, out user);
        Assert.Null(user);
        Assert.SkipUnless(isTold, "This kernel does not say whose one connection is.");
    }

    [Fact]
    public void A_connection_that_never_was_is_nobodys()
    {
        Assert.False(SocketDiagnosis.TryAsk(new(IPAddress.Loopback, 1), new(IPAddress.Loopback, 2), out var user));
        Assert.Null(user);
    }
}
