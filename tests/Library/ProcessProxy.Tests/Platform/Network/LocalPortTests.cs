using System.Net;
using System.Net.Sockets;
using ProcessProxy.Platform.Network;
using Xunit;

namespace ProcessProxy.Tests.Platform.Network;

public sealed class LocalPortTests
{
    [Fact(Timeout = 20_000)]
    public async Task A_listener_on_one_address_that_is_not_localhost_is_found()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere, 127.0.0.2 is not an address of this machine.");
        using var listener = new TcpListener(IPAddress.Parse("127.0.0.2"), 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Assert.False(await LocalPort.AcceptsAsync(port, TestContext.Current.CancellationToken));
        Assert.True(LocalPort.IsListenedOn(port));
        listener.Stop();
        Assert.False(LocalPort.IsListenedOn(port));
    }
}
