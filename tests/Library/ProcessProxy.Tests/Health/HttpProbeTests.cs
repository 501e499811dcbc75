using System.Text;
using Microsoft.Extensions.Time.Testing;
using ProcessProxy.Configuration;
using ProcessProxy.Health;
using ProcessProxy.Tests.Supervision;
using Xunit;

namespace ProcessProxy.Tests.Health;

public sealed class HttpProbeTests : IAsyncLifetime
{
    private const int Patience = 20_000;
    private readonly FakeTimeProvider time = new();
    private readonly RawServer server = new();
    private HttpProbe probe = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        probe = new HttpProbe(time);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        probe.Dispose();
        await server.DisposeAsync();
    }

    [Theory(Timeout = Patience)]
    [InlineData(200, true)]
    [InlineData(204, true)]
    [InlineData(299, true)]
    [InlineData(300, false)]
    [InlineData(301, false)]
    [InlineData(304, false)]
    [InlineData(401, false)]
    [InlineData(404, false)]
    [InlineData(500, false)]
    [InlineData(503, false)]
    public async Task Only_2xx_is_healthy(int status, bool ok)
    {
        server.Answer = $"HTTP/1.1 {status} Words\r\nContent-Length: 0\r\nLocation: http://127.0.0.1:1/elsewhere\r\n\r\n";
        var result = await AskAsync();
        Assert.Equal((ok, (int?)status, $"answered {status} Words"), (result.Ok, result.Status, result.Detail));
        Assert.Equal(time.GetUtcNow(), result.At);
        Assert.StartsWith("GET /health HTTP/1.1\r\n", Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    [Theory(Timeout = Patience)]
    [InlineData(null)]
    [InlineData("app.example.org")]
    public async Task The_Host_is_that_of_the_check_or_else_of_the_URL(string? host)
    {
        server.Answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        Assert.True((await probe.AskAsync(Spec(server.Address) with { Host = host }, Cancelled)).Ok);
        Assert.Contains($"\r\nHost: {host ?? server.Address.Authority}\r\n", Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task A_redirect_is_not_followed()
    {
        server.Answer = $"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: {server.Address}ok\r\n\r\n";
        Assert.Equal((false, 302), (await AskAsync()) is var result ? (result.Ok, result.Status) : default);
        Assert.Single(server.Requests);
    }

    [Theory(Timeout = Patience)]
    [InlineData("")]
    [InlineData("HTTP/1.1 200")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab")]
    public async Task One_that_hangs_is_given_exactly_its_timeout(string beginning)
    {
        (server.Answer, server.StaysOpen) = (beginning, true);
        var asking = AskAsync();
        await server.Answered.WaitAsync(Cancelled);
        time.Advance(TimeSpan.FromMilliseconds(4999));
        await Task.Yield();
        Assert.False(asking.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        var result = await asking;
        Assert.Equal((false, null, "no response within 5000 ms", TimeSpan.FromSeconds(5)), (result.Ok, result.Status, result.Detail, result.Duration));
        await server.Closed.WaitAsync(Cancelled);
    }

    [Theory(Timeout = Patience)]
    [InlineData("x", "Content-Type: text/plain")]
    [InlineData("1\r\nx\r\n", "Transfer-Encoding: chunked")]
    public async Task A_trickle_does_not_stretch_the_timeout(string drop, string header)
    {
        (server.Answer, server.Endless) = ($"HTTP/1.1 200 OK\r\n{header}\r\n\r\n", drop);
        server.Pace = TimeSpan.FromMilliseconds(5);
        var asking = AskAsync();
        await server.Answered.WaitAsync(Cancelled);
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("no response within 5000 ms", (await asking).Detail);
        await server.Closed.WaitAsync(Cancelled);
    }

    [Fact(Timeout = Patience)]
    public async Task Of_an_endless_body_little_is_read()
    {
        (server.Answer, server.Endless) = ("HTTP/1.1 200 OK\r\n\r\n", new string('x', 4096));
        Assert.True((await AskAsync()).Ok);
        await server.Closed.WaitAsync(Cancelled);
    }

    [Theory(Timeout = Patience)]
    [InlineData("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 11\r\n\r\nno database", "no database")]
    [InlineData("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n", null)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", null)]
    public async Task The_body_of_an_answer_that_is_not_good_is_kept(string answer, string? body)
    {
        server.Answer = answer;
        Assert.Equal(body, (await AskAsync()).Body);
    }

    [Fact(Timeout = Patience)]
    public async Task Of_a_long_body_the_beginning_is_kept()
    {
        server.Answer = $"HTTP/1.1 500 Oh\r\nContent-Length: 5000\r\n\r\n{new string('x', 5000)}";
        Assert.Equal(new string('x', 1024), (await AskAsync()).Body);
    }

    [Fact(Timeout = Patience)]
    public async Task Endless_headers_are_refused()
    {
        (server.Answer, server.Endless) = ("HTTP/1.1 200 OK\r\n", $"X: {new string('x', 1000)}\r\n");
        Assert.Equal((false, null), (await AskAsync()) is var result ? (result.Ok, result.Status) : default);
        await server.Closed.WaitAsync(Cancelled);
    }

    [Theory(Timeout = Patience)]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("\0\0\0\0")]
    public async Task One_that_closes_too_soon_or_speaks_something_else_is_not_healthy(string answer)
    {
        server.Answer = answer;
        var result = await AskAsync();
        Assert.False(result.Ok);
        Assert.Null(result.Status);
        Assert.NotEmpty(result.Detail);
    }

    [Fact(Timeout = Patience)]
    public async Task A_refused_connection_is_said()
    {
        var url = server.Address;
        await server.DisposeAsync();
        var result = await probe.AskAsync(Spec(url), Cancelled);
        Assert.Equal((false, "Connection refused"), (result.Ok, result.Detail));
    }

    [Fact(Timeout = Patience)]
    public async Task Every_probe_has_a_connection_of_its_own_and_leaves_none()
    {
        server.Answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
        server.StaysOpen = true;
        for (var i = 0; i < 20; i++)
        {
            Assert.True((await AskAsync()).Ok);
            await server.Closed.WaitAsync(Cancelled);
        }

        Assert.Equal((20, 0), (server.Requests.Count, server.OpenConnections));
        Assert.All(server.Requests, request => Assert.Contains("Connection: close", request, StringComparison.Ordinal));
    }

    [Fact(Timeout = Patience)]
    public async Task Cancelling_is_no_result()
    {
        server.StaysOpen = true;
        using var leaving = new CancellationTokenSource();
        var asking = probe.AskAsync(Spec(server.Address), leaving.Token);
        await server.Answered.WaitAsync(Cancelled);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await server.Closed.WaitAsync(Cancelled);
    }

    private static HealthCheckSpec Spec(Uri url) => Specs.HealthCheck() with { Url = new Uri(url, "health") };

    private Task<HealthCheckResult> AskAsync() => probe.AskAsync(Spec(server.Address), Cancelled);
}
