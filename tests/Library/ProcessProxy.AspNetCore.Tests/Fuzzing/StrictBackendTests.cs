using System.Text;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Fuzzing;

/// <summary>Shows that the backend of the fuzz tests finds what it is there to find.</summary>
public sealed class StrictBackendTests
{
    private const string Headers = "Host: h\r\nX-Forwarded-For: 127.0.0.1\r\n";

    [Theory(Timeout = 30_000)]
    [InlineData("GET /base/a HTTP/1.1\r\n" + Headers + "\r\n", null)]
    [InlineData("POST /base HTTP/1.1\r\n" + Headers + "Content-Length: 2\r\n\r\nab", null)]
    [InlineData("POST /base HTTP/1.1\r\n" + Headers + "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n", null)]
    [InlineData("GET /base/a HTTP/1.1\r\n" + Headers + "\r\nGET /base/b HTTP/1.1\r\n\r\n", "there are bytes after its end")]
    [InlineData("POST /base HTTP/1.1\r\n" + Headers + "Transfer-Encoding: chunked\r\n\r\nz\r\n", "its body has no clear end")]
    [InlineData("POST /base HTTP/1.1\r\n" + Headers + "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n0\r\n\r\n", "its length is said twice")]
    [InlineData("GET /elsewhere HTTP/1.1\r\n" + Headers + "\r\n", "it is outside the base path")]
    [InlineData("GET /base/%2e%2e/a HTTP/1.1\r\n" + Headers + "\r\n", "it climbs")]
    [InlineData("GET /base HTTP/1.1\r\nX-Forwarded-For: 127.0.0.1\r\n\r\n", "it has not one host")]
    public async Task What_should_not_come_is_a_fault(string request, string? fault)
    {
        await using var backend = new StrictBackend("/base");
        await RawExchange.SendAsync(backend.Address.Port, Encoding.Latin1.GetBytes(request), isAll: true, TestContext.Current.CancellationToken);
        await backend.SettledAsync();
        if (fault is null)
        {
            Assert.Empty(backend.Faults);
        }
        else
        {
            Assert.Contains(fault, Assert.Single(backend.Faults), StringComparison.Ordinal);
        }
    }
}
