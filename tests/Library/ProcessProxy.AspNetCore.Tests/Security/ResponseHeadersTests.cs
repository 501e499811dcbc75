using ProcessProxy.AspNetCore.Tests.Api;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Security;

public class ResponseHeadersTests : ApiTest
{
    [Theory]
    [InlineData("/api/processes", "*/*")]
    [InlineData("/api/processes/web/logs", "text/plain")]
    [InlineData("/api/processes/web/logs?lines=0", "*/*")]
    [InlineData("/api/events", "*/*")]
    [InlineData("/nothing", "*/*")]
    public async Task Every_answer_is_kept_from_caches_and_from_being_read_as_a_page(string path, string accept)
    {
        var response = await Server.GetAsync(path, accept);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.StartsWith("default-src 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Server"));
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }
}
