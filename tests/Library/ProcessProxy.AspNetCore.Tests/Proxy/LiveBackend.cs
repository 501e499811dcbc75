using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy;

/// <summary>A real web server on a free loopback port that does what the test says.</summary>
internal sealed class LiveBackend : IAsyncDisposable
{
    private readonly WebApplication app;

    private LiveBackend(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.Single());

    public static async Task<LiveBackend> StartAsync(RequestDelegate handler, Action<ListenOptions>? listen = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen ?? (_ => { }));
        });
        var app = builder.Build();
        app.UseWebSockets();
        app.Run(handler);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new LiveBackend(app);
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await app.StopAsync(atOnce.Token);
        await app.DisposeAsync();
    }
}
