using System.Text;
using ProcessProxy.AspNetCore.Tests.Fuzzing;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Routing;

public class SmugglingTests
{
    private const int Timeout = 30_000;
    private const string Smuggled = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";

    [Theory(Timeout = Timeout)]
    [InlineData("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n")]
    [InlineData("Content-Length: 0\r\nContent-Length: 35\r\n\r\n")]
    [InlineData("Content-Length: 0, 35\r\n\r\n")]
    [InlineData("Content-Length: +0\r\n\r\n")]
    [InlineData("Content-Length: -0\r\n\r\n")]
    [InlineData("Content-Length: 0x0\r\n\r\n")]
    [InlineData("Content-Length: 00000000000000000000000000\r\n\r\n")]
    [InlineData("Content-Length:\r\n\r\n")]
    [InlineData("Content-Length : 0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n")]
    [InlineData("X: a\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("X: a\r\n\tb\r\n\r\n")]
    [InlineData("X: a\rTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("X: a\0b\r\n\r\n")]
    [InlineData("X: a\r\n\n")]
    [InlineData("X: a\nTransfer-Encoding: chunked\n\n0\r\n\r\n")]
    public async Task A_request_whose_end_is_not_plain_is_refused_and_nothing_behind_it_is_read(string rest)
    {
        var token = TestContext.Current.CancellationToken;
        await using var backend = new StrictBackend();
        await using var proxy = await RunningProxy.StartAsync(token, [RunningProxy.Route(backend.Address)]);
        var answer = await RawExchange.SendAsync(
            proxy.App.Endpoints.HttpPort, Encoding.Latin1.GetBytes($"POST / HTTP/1.1\r\nHost: test.example\r\n{rest}{Smuggled}"), isAll: false, token);
        Assert.Equal(400, answer.Status);
        await proxy.IdleAsync();
        await backend.SettledAsync();
        Assert.Equal(0, backend.Requests);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("0;\r\n\r\n")]
    [InlineData("5\nhello\n0\n\n")]
    [InlineData("0x5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5 \r\nhello\r\n0\r\n\r\n")]
    [InlineData("5\r\nhelloX\r\n0\r\n\r\n")]
    [InlineData("-1\r\n\r\n")]
    [InlineData("ffffffffffffffffff\r\n")]
    public async Task A_chunk_that_is_not_one_ends_the_connection_and_the_backend_gets_no_second_request(string chunks)
    {
        var token = TestContext.Current.CancellationToken;
        await using var backend = new StrictBackend();
        await using var proxy = await RunningProxy.StartAsync(token, [RunningProxy.Route(backend.Address)]);
        await RawExchange.SendAsync(
            proxy.App.Endpoints.HttpPort,
            Encoding.Latin1.GetBytes($"POST / HTTP/1.1\r\nHost: test.example\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}{Smuggled}"),
            isAll: false, token);
        await proxy.IdleAsync();
        await backend.SettledAsync();
        Assert.Empty(backend.Faults);
        Assert.InRange(backend.Requests, 0, 1);
    }
}
