using System.Net;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Answers;

public class StrangerTests
{
    private const int Timeout = 30_000;
    private const string Reason = "could not be launched: its working directory /srv/secret does not exist";

    [Theory(Timeout = Timeout)]
    [InlineData("", "", true)]
    [InlineData("127.0.0.0/8", "", true)]
    [InlineData("127.0.0.0/8", "X-Forwarded-For: 127.0.0.1\r\n", true)]
    [InlineData("127.0.0.0/8", "X-Forwarded-For: 192.0.2.7\r\n", false)]
    [InlineData("", "X-Forwarded-For: 127.0.0.1\r\n", false)]
    [InlineData("", "Forwarded: for=192.0.2.7\r\n", false)]
    [InlineData("", "Via: 1.1 x\r\n", false)]
    public async Task Why_a_process_is_down_is_told_to_clients_on_this_machine_alone(string trusted, string headers, bool isTold)
    {
        await using var proxy = await RunningProxy.StartAsync(
            TestContext.Current.CancellationToken, [RunningProxy.Route(new Uri("http://127.0.0.1:9")).Forwarding(forward => forward with { Process = "web" })],
            configure: spec => trusted.Length == 0 ? spec : spec with { TrustedProxies = [IPNetwork.Parse(trusted)] });
        proxy.Readiness.Set("web", RunState.Failed, reason: Reason);
        var answer = await proxy.GetRawAsync("/", headers: headers);
        Assert.StartsWith("HTTP/1.1 503", answer, StringComparison.Ordinal);
        Assert.Contains("Retry-After: 30", answer, StringComparison.Ordinal);
        Assert.Equal(isTold, answer.Contains(Reason, StringComparison.Ordinal));
        Assert.Equal(isTold, answer.Contains("web", StringComparison.Ordinal));
        Assert.Equal(!isTold, answer.Contains("Try again later", StringComparison.Ordinal));
    }
}
