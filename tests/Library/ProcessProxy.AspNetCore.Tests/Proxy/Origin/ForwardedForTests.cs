using System.Net;
using Microsoft.Extensions.Primitives;
using ProcessProxy.AspNetCore.Proxy.Origin;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Origin;

public class ForwardedForTests
{
    private static readonly IPAddress Peer = IPAddress.Parse("10.0.0.1");
    private static readonly TrustedProxies Trusted = new([IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("2001:db8:1::/48"), IPNetwork.Parse("192.0.2.7/32")]);

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("10.0.0.1", "")]
    [InlineData("6.6.6.6", "6.6.6.6")]
    [InlineData("6.6.6.6", "1.2.3.4, 6.6.6.6")]
    [InlineData("6.6.6.6", "1.2.3.4,6.6.6.6,10.9.9.9 , 192.0.2.7")]
    [InlineData("6.6.6.6", "1.2.3.4", "6.6.6.6", "10.9.9.9")]
    [InlineData("10.9.9.9", "10.9.9.9")]
    [InlineData("10.9.9.9", "10.9.9.9, 10.8.8.8")]
    [InlineData("192.0.2.8", "192.0.2.8, 192.0.2.7")]
    [InlineData("6.6.6.6", "6.6.6.6:4711")]
    [InlineData("2001:db8:2::1", "2001:db8:2::1, 2001:db8:1::9")]
    [InlineData("2001:db8:2::1", "[2001:db8:2::1]:443, [2001:db8:1::9]")]
    [InlineData("6.6.6.6", "::ffff:6.6.6.6, ::ffff:10.9.9.9")]
    [InlineData("10.9.9.9", "6.6.6.6, unknown, 10.9.9.9")]
    [InlineData("10.0.0.1", "6.6.6.6, _hidden")]
    [InlineData("10.0.0.1", "6.6.6.6,")]
    [InlineData("10.0.0.1", "10")]
    [InlineData("10.0.0.1", "1.2")]
    [InlineData("10.0.0.1", "6.6.6.6.6")]
    [InlineData("10.0.0.1", "6.6.6.6; DROP TABLE")]
    [InlineData("10.0.0.1", "\"6.6.6.6\"")]
    public void The_client_is_the_right_most_address_that_is_no_trusted_proxy(string client, params string[] lines) =>
        Assert.Equal(IPAddress.Parse(client), ForwardedFor.ClientOf(Peer, new StringValues(lines), Trusted));

    [Fact]
    public void A_list_of_trusted_proxies_without_end_is_not_followed_to_its_end()
    {
        var made = string.Join(',', Enumerable.Repeat("6.6.6.6", 1).Concat(Enumerable.Repeat("10.9.9.9", ForwardedFor.MostProxies + 1)));
        Assert.Equal(IPAddress.Parse("10.9.9.9"), ForwardedFor.ClientOf(Peer, made, Trusted));
    }

    [Theory]
    [InlineData("10.0.0.0/8", "10.1.2.3", true)]
    [InlineData("10.0.0.0/8", "::ffff:10.1.2.3", true)]
    [InlineData("10.0.0.0/8", "11.1.2.3", false)]
    [InlineData("10.0.0.0/8", "::ffff:11.1.2.3", false)]
    [InlineData("10.0.0.0/8", "::10.1.2.3", false)]
    [InlineData("::ffff:10.0.0.0/104", "10.1.2.3", true)]
    [InlineData("::ffff:10.0.0.0/104", "::ffff:10.1.2.3", true)]
    [InlineData("::1/128", "::1", true)]
    [InlineData("fe80::/10", "fe80::1%1", true)]
    [InlineData("0.0.0.0/0", "1.2.3.4", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    public void An_address_is_trusted_in_whichever_form_it_comes(string network, string address, bool trusted) =>
        Assert.Equal(trusted, new TrustedProxies([IPNetwork.Parse(network)]).Contains(IPAddress.Parse(address)));
}
