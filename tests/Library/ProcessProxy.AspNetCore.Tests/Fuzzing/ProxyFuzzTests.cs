using System.Text;
using ProcessProxy.AspNetCore.Tests.Management;
using ProcessProxy.AspNetCore.Tests.Proxy;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Fuzzing;

/// <summary>Whatever bytes a client sends: a backend gets whole requests, within its path, or nothing.</summary>
public sealed class ProxyFuzzTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public Task Whatever_is_asked_the_backend_gets_a_request_or_nothing_and_no_fault_is_ours() => RunAsync(ProxyRequests.Next);

    [Fact]
    public Task Whatever_bytes_come_the_backend_gets_requests_or_nothing_and_no_fault_is_ours() => RunAsync(ProxyRequests.Spoilt);

    private static async Task RunAsync(Func<Random, byte[]> request)
    {
        var errors = new ErrorLog();
        await using var all = new StrictBackend("/base");
        await using var photos = new StrictBackend("/only/photos");
        await using var proxy = await RunningProxy.StartAsync(
            Cancelled,
            [
                RunningProxy.Route(all.Address),
                RunningProxy.Route(photos.Address, "/photos") with { Rewrite = [new RewriteRule("^/photos/", "/")] },
            ],
            loggers: errors);
        var count = await Fuzz.RunAsync(400, Patience, async random =>
        {
            var bytes = request(random);
            var shown = Encoding.Latin1.GetString(bytes);
            var answer = await RawExchange.SendAsync(proxy.App.Endpoints.HttpPort, bytes, isAll: true, Cancelled);
            await proxy.IdleAsync();
            await all.SettledAsync();
            await photos.SettledAsync();
            Assert.False(answer.Status is >= 500 and not 505, $"{shown}\n--- was answered\n{answer.Head}");

            // A warning may be about the client.
            Assert.False(errors.Faults.Any(), $"{shown}\n--- was logged as\n{errors.Faults.FirstOrDefault()}");
            Assert.True(all.Faults.IsEmpty && photos.Faults.IsEmpty, $"{shown}\n--- reached a backend\n{all.Faults.Concat(photos.Faults).FirstOrDefault()}");
        });
        Assert.InRange(all.Requests, count / 200, int.MaxValue);
        Assert.StartsWith("HTTP/1.1 200", await proxy.GetRawAsync("/"), StringComparison.Ordinal);
    }
}
