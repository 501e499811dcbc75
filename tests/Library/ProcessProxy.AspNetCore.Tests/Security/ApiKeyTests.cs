using System.Net;
using ProcessProxy.AspNetCore.Security;
using ProcessProxy.AspNetCore.Tests.Api;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Security;

public class ApiKeyTests : ApiTest
{
    private const string Key = "ßecret key/+=";

    private protected override string? ApiKey => Key;

    [Theory]
    [InlineData("GET", "/api/processes")]
    [InlineData("GET", "/api/processes/web")]
    [InlineData("POST", "/api/processes/web/start")]
    [InlineData("POST", "/api/processes/web/stop")]
    [InlineData("POST", "/api/processes/web/restart")]
    [InlineData("GET", "/api/processes/web/logs")]
    [InlineData("POST", "/api/processes/reload")]
    [InlineData("GET", "/api/events")]
    [InlineData("GET", "/api/status")]
    [InlineData("GET", "/health")]
    [InlineData("GET", "/nothing")]
    [InlineData("DELETE", "/api/status")]
    public async Task Every_call_needs_the_key(string method, string path)
    {
        var response = await Server.SendAsync(new HttpMethod(method), path);
        Assert.Equal("Bearer realm=\"ProcessProxy\"", response.Headers.WwwAuthenticate.ToString());
        var error = await response.FailureAsync(HttpStatusCode.Unauthorized, "unauthorized");
        Assert.DoesNotContain(Key, error, StringComparison.Ordinal);
        Assert.Empty(Server.Processes.Commands);
    }

    [Theory]
    [InlineData("Bearer " + Key, 200)]
    [InlineData("bearer " + Key, 200)]
    [InlineData("Bearer   " + Key, 200)]
    [InlineData("Bearer " + Key + "x", 401)]
    [InlineData("Bearer ßecret", 401)]
    [InlineData("Bearer", 401)]
    [InlineData("Bearer ", 401)]
    [InlineData(Key, 401)]
    [InlineData("Basic " + Key, 401)]
    [InlineData("Bearer " + Key + "\r\nAuthorization: Bearer " + Key, 401)]
    public async Task Only_the_key_itself_is_accepted(string header, int status)
    {
        string[] request = ["GET /health HTTP/1.1", "Host: proxy.example", $"Authorization: {header}"];
        var answer = await RawRequest.SendAsync(Server.Address, request);
        Assert.StartsWith($"HTTP/1.1 {status}", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_is_not_accepted_in_another_place() => Assert.False(new ApiKey("k").Accepts(default));

    [Fact]
    public async Task The_client_with_the_key_is_let_in_and_without_it_is_unauthorized()
    {
        using var good = new HttpProcessClient(Server.Address, Key);
        Assert.Equal(3, (await good.ListAsync(TestContext.Current.CancellationToken)).Count);
        foreach (var wrong in new[] { null, "wrong" })
        {
            using var bad = new HttpProcessClient(Server.Address, wrong);
            var failure = await Assert.ThrowsAsync<ProcessProxyException>(() => bad.ListAsync(TestContext.Current.CancellationToken));
            Assert.Equal(ErrorCodes.Unauthorized, failure.Code);
            failure = await Assert.ThrowsAsync<ProcessProxyException>(
                async () => await bad.WatchAsync(cancellationToken: TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken).MoveNextAsync());
            Assert.Equal(ErrorCodes.Unauthorized, failure.Code);
        }
    }
}
