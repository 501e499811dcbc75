using System.Net;
using Microsoft.Extensions.Time.Testing;
using ProcessProxy.AspNetCore.Http;
using ProcessProxy.AspNetCore.Proxy.Limits;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Limits;

public class ClientWindowsTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly ClientKey Client = ClientKey.Of(IPAddress.Loopback);

    [Fact]
    public void A_window_begins_with_the_first_request_and_holds_so_many()
    {
        var clock = new FakeTimeProvider();
        var windows = new ClientWindows(new RateLimitSpec { Requests = 2, Window = Window }, clock);
        clock.Advance(TimeSpan.FromSeconds(7));
        Assert.True(windows.TryTake(Client, out _));
        clock.Advance(TimeSpan.FromSeconds(4));
        Assert.True(windows.TryTake(Client, out _));
        Assert.False(windows.TryTake(Client, out var wait));
        Assert.Equal(TimeSpan.FromSeconds(6), wait);
        clock.Advance(wait - TimeSpan.FromTicks(1));
        Assert.False(windows.TryTake(Client, out wait));
        Assert.Equal(TimeSpan.FromTicks(1), wait);
        clock.Advance(wait);
        Assert.True(windows.TryTake(Client, out _));
        Assert.True(windows.TryTake(Client, out _));
        Assert.False(windows.TryTake(Client, out _));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(25)]
    public void However_often_a_client_asks_it_gets_no_more_than_its_share_of_each_window(int seconds)
    {
        var clock = new FakeTimeProvider();
        var windows = new ClientWindows(new RateLimitSpec { Requests = 1, Window = Window }, clock);
        var last = (DateTimeOffset?)null;
        for (var i = 0; i < 100; i++)
        {
            var expected = last is null || clock.GetUtcNow() - last >= Window;
            Assert.Equal(expected, windows.TryTake(Client, out _));
            last = expected ? clock.GetUtcNow() : last;
            clock.Advance(TimeSpan.FromSeconds(seconds));
        }
    }

    [Fact]
    public void Any_number_of_clients_takes_no_more_than_so_much_memory_and_those_of_a_window_are_all_known()
    {
        var clock = new FakeTimeProvider();
        var windows = new ClientWindows(new RateLimitSpec { Requests = 1, Window = Window }, clock);
        for (ulong network = 0; network < 5 * ClientWindows.MostClients; network++)
        {
            Assert.True(windows.TryTake(new ClientKey(network, true), out _));
        }

        Assert.InRange(windows.Count, ClientWindows.MostClients, 2 * ClientWindows.MostClients);
        Assert.False(windows.TryTake(new ClientKey(5 * ClientWindows.MostClients - 1, true), out _));
        clock.Advance(Window);
        Assert.True(windows.TryTake(Client, out _));
        clock.Advance(Window);
        Assert.True(windows.TryTake(Client, out _));
        Assert.InRange(windows.Count, 1, 2);
    }

    [Theory]
    [InlineData("1.2.3.4", "1.2.3.4", true)]
    [InlineData("1.2.3.4", "::ffff:1.2.3.4", true)]
    [InlineData("1.2.3.4", "1.2.3.5", false)]
    [InlineData("2001:db8::1", "2001:db8::ffff:1:2:3", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    [InlineData("0.0.0.0", "::", false)]
    public void An_IPv6_client_is_its_whole_network(string one, string other, bool same) =>
        Assert.Equal(same, ClientKey.Of(IPAddress.Parse(one)) == ClientKey.Of(IPAddress.Parse(other)));
}
