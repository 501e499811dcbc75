using System.Text.Json;
using Microsoft.Extensions.Logging;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.AccessLog;

/// <summary>A proxy with an access log, which is read when the proxy has stopped.</summary>
internal sealed class LoggedProxy : IAsyncDisposable
{
    private readonly TempFolder folder;

    private LoggedProxy(TempFolder folder, RunningProxy proxy) => (this.folder, Proxy) = (folder, proxy);

    public RunningProxy Proxy { get; }

    public HttpClient Client => Proxy.Client;

    private string File => Path.Combine(folder.Path, "logs", "access.log");

    public static async Task<LoggedProxy> StartAsync(
        CancellationToken cancellationToken, IReadOnlyList<RouteSpec> routes, TimeProvider? clock = null, int? httpsPort = null,
        Func<ServerSpec, ServerSpec>? configure = null, ILoggerFactory? loggers = null)
    {
        var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "logs", "access.log");
        return new LoggedProxy(folder, await RunningProxy.StartAsync(
            cancellationToken, routes, clock: clock, httpsPort: httpsPort, loggers: loggers,
            configure: spec => (configure?.Invoke(spec) ?? spec) with { AccessLog = new AccessLogSpec { File = file, MaxSize = 50 << 20, MaxFiles = 5 } }));
    }

    /// <summary>Stops the proxy and reads what it has logged.</summary>
    public async Task<JsonElement[]> StopAndReadAsync()
    {
        await Proxy.App.DisposeAsync();
        var lines = await System.IO.File.ReadAllLinesAsync(File, TestContext.Current.CancellationToken);
        return [.. lines.Select(line => JsonElement.Parse(line))];
    }

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        folder.Dispose();
    }
}
