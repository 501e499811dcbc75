using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy;

public class ConnectionLimitTests
{
    private const int Timeout = 30_000;

    [Theory(Timeout = Timeout)]
    [InlineData(8_000, 0, 0, 404)]
    [InlineData(9_000, 0, 0, 414)]
    [InlineData(10, 90, 10, 404)]
    [InlineData(10, 101, 10, 431)]
    [InlineData(10, 40, 1_000, 431)]
    public async Task A_head_that_is_too_large_is_refused(int path, int headers, int size, int status)
    {
        await using var proxy = await RunningProxy.StartAsync(TestContext.Current.CancellationToken, []);
        var answer = await proxy.GetRawAsync(
            "/" + new string('p', path), headers: string.Concat(Enumerable.Range(0, headers).Select(number => $"X-{number}: {new string('v', size)}\r\n")));
        Assert.StartsWith($"HTTP/1.1 {status}", answer);
    }
}
