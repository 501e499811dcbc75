using System.Net;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Forwarding;

public sealed class LoggedFailureTests
{
    [Fact(Timeout = 30_000)]
    public async Task A_request_that_failed_is_named_without_its_query()
    {
        var token = TestContext.Current.CancellationToken;
        using var messages = new Messages();
        await using var proxy = await RunningProxy.StartAsync(token, [RunningProxy.Route(new Uri("http://127.0.0.1:1"))], loggers: messages);
        using var answer = await proxy.Client.GetAsync(new Uri("/files/one?token=hunter2", UriKind.Relative), token);
        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Contains(messages.All, line => line.StartsWith("GET http://127.0.0.1:1/files/one failed (", StringComparison.Ordinal));
        Assert.DoesNotContain(messages.All, line => line.Contains("hunter2", StringComparison.Ordinal));
    }
}
