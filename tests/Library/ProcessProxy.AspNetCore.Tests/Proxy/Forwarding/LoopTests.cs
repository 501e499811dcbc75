using ProcessProxy.AspNetCore.Tests.Fuzzing;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Forwarding;

public class LoopTests
{
    private const int Timeout = 30_000;

    [Fact(Timeout = Timeout)]
    public async Task A_request_that_goes_round_in_circles_ends_soon()
    {
        var token = TestContext.Current.CancellationToken;
        await using var first = await RunningProxy.StartAsync(token, []);
        await using var second = await RunningProxy.StartAsync(token, [RunningProxy.Route(first.Address)]);
        first.Apply([RunningProxy.Route(second.Address)]);
        var answer = await first.GetRawAsync("/");
        Assert.StartsWith("HTTP/1.1 508", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"loop\"", answer, StringComparison.Ordinal);
        Assert.Equal(9, first.App.Activity().Concat(second.App.Activity()).Sum(route => route.Requests));
    }

    [Theory(Timeout = Timeout)]
    [InlineData("", 200)]
    [InlineData("X-ProcessProxy-Hops: 7\r\n", 200)]
    [InlineData("X-ProcessProxy-Hops: 8\r\n", 508)]
    [InlineData("X-ProcessProxy-Hops: 99\r\n", 200)]
    [InlineData("X-ProcessProxy-Hops: x\r\nX-ProcessProxy-Hops: y\r\n", 200)]
    public async Task Who_says_how_far_it_has_come_is_believed_where_it_makes_sense(string headers, int status)
    {
        await using var backend = new StrictBackend();
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, [RunningProxy.Route(backend.Address)]);
        Assert.StartsWith($"HTTP/1.1 {status}", await proxy.GetRawAsync("/", headers: headers), StringComparison.Ordinal);
    }
}
