using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Proxy.Forwarding;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Forwarding;

public class RequestHeaderTests
{
    private const int Timeout = 30_000;

    [Fact(Timeout = Timeout)]
    public async Task Nothing_is_added_but_where_the_request_came_from_and_what_it_is_called()
    {
        var head = await ForwardAsync(TestContext.Current.CancellationToken, "X-Mine: 1\r\nx-mine: 2\r\nUpgrade-Insecure-Requests: 1\r\n");
        Assert.Equal(
            ["Host: test.example:99", "Upgrade-Insecure-Requests: 1", "X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: test.example:99",
                "X-Forwarded-Proto: http", "X-Mine: 1, 2"],
            head.Skip(1).Order(StringComparer.Ordinal));
    }

    [Fact(Timeout = Timeout)]
    public async Task What_the_client_claims_about_itself_is_dropped()
    {
        var head = await ForwardAsync(TestContext.Current.CancellationToken, 
            "X-Forwarded-For: 6.6.6.6\r\nX-FORWARDED-FOR: 7.7.7.7\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: evil\r\nX-Forwarded-Port: 6\r\n"
            + "X-Forwarded-Prefix: /e\r\nX_Forwarded_For: 6.6.6.6\r\nForwarded: for=6.6.6.6\r\nX-Real-IP: 6.6.6.6\r\nX-Forwardedness: kept\r\n");
        Assert.Equal(
            ["Host: test.example:99", "X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: test.example:99", "X-Forwarded-Proto: http", "X-Forwardedness: kept"],
            head.Skip(1).Order(StringComparer.Ordinal));
    }

    [Fact(Timeout = Timeout)]
    public async Task Headers_of_the_hop_end_here_and_those_named_by_Connection_with_them()
    {
        var head = await ForwardAsync(TestContext.Current.CancellationToken, 
            "Keep-Alive: timeout=5\r\nProxy-Authorization: Basic x\r\nProxy-Connection: keep-alive\r\nTE: gzip\r\n"
            + "X-Hop: 1\r\nX-End: 2\r\nConnection: X-Hop, Host, X-Forwarded-For\r\n");
        Assert.Equal(
            ["Host: test.example:99", "X-End: 2", "X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: test.example:99", "X-Forwarded-Proto: http"],
            head.Skip(1).Order(StringComparer.Ordinal));
    }

    [Theory(Timeout = Timeout)]
    [InlineData("a=1; processproxy-session-8081=secret; b=2", "Cookie: a=1; b=2")]
    [InlineData("processproxy-session-8081=secret;b=2", "Cookie: b=2")]
    [InlineData("processproxy-session-8081=secret", null)]
    [InlineData("a=processproxy-session-8081=; xprocessproxy-session-1=2", "Cookie: a=processproxy-session-8081=; xprocessproxy-session-1=2")]
    [InlineData(" a=1 ;  b=2;", "Cookie: a=1 ;  b=2;")]
    public async Task A_session_at_the_management_listener_is_no_business_of_a_program(string cookies, string? arrives)
    {
        var head = await ForwardAsync(TestContext.Current.CancellationToken, $"Cookie: {cookies}\r\n");
        Assert.Equal(arrives, head.SingleOrDefault(line => line.StartsWith("Cookie", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_session_at_the_very_listener_that_a_route_leads_to_is_passed_on()
    {
        IHeaderDictionary headers = new HeaderDictionary();
        headers.Cookie = new[] { "processproxy-session-80810=no; processproxy-session-8081=yes", "processproxy-session-8=no" };
        SessionCookies.Drop(headers, new Uri("http://127.0.0.1:8081/"));
        Assert.Equal("processproxy-session-8081=yes", headers.Cookie.ToString());
    }

    [Fact(Timeout = Timeout)]
    public async Task The_route_sets_replaces_and_removes_headers_and_has_the_last_word()
    {
        var headers = new ValueMap(new Dictionary<string, string>
        {
            ["Host"] = "inner.example", ["X-Added"] = "a, b", ["X-Replaced"] = "new", ["X-Removed"] = "", ["X-Forwarded-Proto"] = "https",
            ["Content-Type"] = "text/plain",
        });
        var head = await ForwardAsync(TestContext.Current.CancellationToken, "X-Replaced: old\r\nX-Removed: 1\r\n", headers);
        Assert.Equal(
            ["Host: inner.example", "X-Added: a, b", "X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: test.example:99", "X-Forwarded-Proto: https",
                "X-Replaced: new"],
            head.Skip(1).Order(StringComparer.Ordinal));
    }

    [Theory(Timeout = Timeout)]
    [InlineData("te'st.example")]
    [InlineData("test.example:99999")]
    [InlineData("a,b")]
    public async Task A_host_that_cannot_be_passed_on_is_refused_and_never_comes_second_to_another(string host)
    {
        await using var backend = new Fuzzing.StrictBackend();
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [RunningProxy.Route(backend.Address)]);
        Assert.StartsWith("HTTP/1.1 400", await proxy.GetRawAsync("/", host), StringComparison.Ordinal);
        Assert.Equal(0, backend.Requests);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("caf\u00c3\u00a9")]
    [InlineData("caf\u00e9")]
    [InlineData("\u0080\u00ff")]
    public async Task Bytes_beyond_ASCII_in_headers_arrive_as_they_were_sent_both_ways(string value)
    {
        await using var backend = new RawBackend($"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Answer: {value}\r\nConnection: close\r\n\r\n");
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [RunningProxy.Route(backend.Address)]);
        var answer = await proxy.GetRawAsync("/", headers: $"X-Asked: {value}\r\n");
        Assert.Contains($"\r\nX-Answer: {value}\r\n", answer, StringComparison.Ordinal);
        Assert.Contains($"X-Asked: {value}", (await backend.NextAsync(TestContext.Current.CancellationToken)).Split("\r\n"));
    }

    [Fact(Timeout = Timeout)]
    public async Task An_empty_host_becomes_that_of_the_backend()
    {
        await using var backend = new Fuzzing.StrictBackend();
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [RunningProxy.Route(backend.Address)]);
        Assert.StartsWith("HTTP/1.1 200", await proxy.GetRawAsync("/", ""), StringComparison.Ordinal);
        Assert.Empty(backend.Faults);
    }

    private static async Task<string[]> ForwardAsync(CancellationToken cancellationToken, string headers, ValueMap? set = null)
    {
        await using var backend = new RawBackend();
        await using var proxy = await RunningProxy.StartAsync(cancellationToken, [RunningProxy.Route(backend.Address).Forwarding(forward => forward with { Headers = set ?? ValueMap.Empty })]);
        await proxy.SendRawAsync($"GET / HTTP/1.1\r\nHost: test.example:99\r\n{headers}\r\nGET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        var lines = (await backend.NextAsync(cancellationToken)).Split("\r\n");
        string[] names = [.. lines.Where(line => line.StartsWith("X-Request-ID: ") || line.StartsWith("traceparent: ") || line == "X-ProcessProxy-Hops: 1")];
        Assert.Equal(3, names.Length);
        return [.. lines.Except(names)];
    }
}
