using System.Net;
using System.Text.RegularExpressions;
using ProcessProxy.AspNetCore.Proxy.Tracing;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Tracing;

public partial class TraceHeadersTests
{
    private const int Timeout = 30_000;
    private const string Told = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";

    [Fact(Timeout = Timeout)]
    public async Task Each_request_gets_a_number_of_its_own_as_its_id_and_its_trace()
    {
        var token = TestContext.Current.CancellationToken;
        var first = await ForwardAsync("10.0.0.0/8", "", token);
        var second = await ForwardAsync("10.0.0.0/8", "", token);
        Assert.Matches(Form(), first.Parent);
        Assert.Equal(first.Id, first.Parent[3..35]);
        Assert.NotEqual(first.Id, second.Id);
        Assert.NotEqual(first.Parent[36..52], second.Parent[36..52]);
    }

    [Fact(Timeout = Timeout)]
    public async Task Those_of_a_client_that_is_not_trusted_are_replaced()
    {
        var (id, parent, state) = await ForwardAsync(
            "10.0.0.0/8", $"X-Request-Id: mine\r\nx-request-id: also\r\ntraceparent: {Told}\r\ntracestate: a=b\r\n", TestContext.Current.CancellationToken);
        Assert.Matches(Form(), parent);
        Assert.DoesNotContain("0af7651916cd43dd8448eb211c80319c", parent);
        Assert.Equal(id, parent[3..35]);
        Assert.Null(state);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("", "01")]
    [InlineData("traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00\r\n", "00")]
    [InlineData("traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-03\r\n", "01")]
    [InlineData("traceparent: nonsense\r\n", "01")]
    public async Task Whether_a_trace_is_recorded_stays_as_the_client_wants_it(string headers, string flags) =>
        Assert.EndsWith("-" + flags, (await ForwardAsync("10.0.0.0/8", headers, TestContext.Current.CancellationToken)).Parent, StringComparison.Ordinal);

    [Fact(Timeout = Timeout)]
    public async Task Those_of_a_trusted_proxy_are_kept()
    {
        var token = TestContext.Current.CancellationToken;
        Assert.Equal(
            ("mine", Told, "a=b"),
            await ForwardAsync("127.0.0.0/8", $"X-Request-Id: mine\r\ntraceparent: {Told}\r\ntracestate: a=b\r\n", token));
        Assert.Equal(
            ("0af7651916cd43dd8448eb211c80319c", Told, null),
            await ForwardAsync("127.0.0.0/8", $"traceparent: {Told}\r\n", token));
    }

    [Theory(Timeout = Timeout)]
    [InlineData("a b", "")]
    [InlineData("a\"b", "")]
    [InlineData("a,b", "")]
    [InlineData("caf\u00e9", "")]
    [InlineData("a\r\nX-Request-Id: b", "00-00000000000000000000000000000000-b7ad6b7169203331-00")]
    [InlineData("", "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-00")]
    public async Task What_is_no_id_and_no_trace_is_replaced_even_when_a_trusted_proxy_sends_it(string sent, string sentParent)
    {
        var (id, parent, state) = await ForwardAsync(
            "127.0.0.0/8", $"X-Request-Id: {sent}\r\ntraceparent: {sentParent}\r\ntracestate: a=b\r\n", TestContext.Current.CancellationToken);
        Assert.Matches(Form(), parent);
        Assert.Equal(id, parent[3..35]);
        Assert.Null(state);
    }

    [Theory]
    [InlineData(Told, true)]
    [InlineData("01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00-more", true)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00-more", false)]
    [InlineData("01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00more", false)]
    [InlineData("ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00", false)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-0000000000000000-00", false)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0", false)]
    [InlineData("00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00", false)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319g-b7ad6b7169203331-00", false)]
    [InlineData("", false)]
    public void A_trace_parent_has_one_form(string text, bool valid) => Assert.Equal(valid, TraceParent.IsValid(text));

    private static async Task<(string Id, string Parent, string? State)> ForwardAsync(string trusted, string headers, CancellationToken cancellationToken)
    {
        await using var backend = new RawBackend();
        await using var proxy = await RunningProxy.StartAsync(
            cancellationToken, [RunningProxy.Route(backend.Address)], configure: spec => spec with { TrustedProxies = [IPNetwork.Parse(trusted)] });
        await proxy.GetRawAsync("/", headers: headers);
        var lines = (await backend.NextAsync(cancellationToken)).Split("\r\n").Skip(1).Select(line => line.Split(": ", 2)).ToLookup(
            line => line[0], line => line[1], StringComparer.OrdinalIgnoreCase);
        return (lines["X-Request-Id"].Single(), lines["traceparent"].Single(), lines["tracestate"].SingleOrDefault());
    }

    [GeneratedRegex("^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$")]
    private static partial Regex Form();
}
