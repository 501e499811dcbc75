using System.Net;
using ProcessProxy.AspNetCore.Connections;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Connections;

public sealed class ConnectionAllowanceTests
{
    private readonly ConnectionAllowance allowance = new(5, 2, address => address.ToString() == "10.0.0.1");

    [Fact]
    public void There_are_as_many_as_there_may_be_in_all()
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.True(Enters($"192.0.2.{i}"));
        }

        Assert.False(Enters("192.0.2.9"));
        Assert.False(allowance.TryEnter(null, out _));
        allowance.Leave(null);
        Assert.True(Enters("192.0.2.9"));
        Assert.Equal(5, allowance.Open);
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8::1", "2001:db8::2:3:4:5")]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1")]
    public void One_client_has_its_share_and_leaves_the_rest_to_others(string one, string again)
    {
        Assert.True(allowance.TryEnter(new IPEndPoint(IPAddress.Parse(one), 1), out var client));
        Assert.True(Enters(again));
        Assert.False(Enters(one));
        Assert.True(Enters("198.51.100.1"));
        allowance.Leave(client);
        Assert.True(Enters(one));
        Assert.False(Enters(again));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("10.0.0.1")]
    public void This_machine_and_trusted_proxies_stand_for_many_clients(string address)
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.True(Enters(address));
        }

        Assert.False(Enters(address));
    }

    private bool Enters(string address) => allowance.TryEnter(new IPEndPoint(IPAddress.Parse(address), 1), out _);
}
