using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ProcessProxy.AspNetCore.Management;
using ProcessProxy.AspNetCore.Tests.Contract;
using ProcessProxy.Configuration;
using ProcessProxy.Generate.OpenApi;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Management;

/// <summary>The management API on a free port of loopback, over processes that exist only in memory.</summary>
internal sealed class ManagementServer : IAsyncDisposable
{
    private ManagementServer(WebApplication app, FakeProcessClient processes, FakeTimeProvider time, ErrorLog errors)
    {
        (App, Processes, Time, Errors) = (app, processes, time, errors);
        Address = new Uri(ManagementApp.ListenersOf(app).Address!);
        // No call of a test takes this long: the timeout of every test that makes one.
        Http = new HttpClient(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero })
        {
            BaseAddress = Address,
            Timeout = TimeSpan.FromSeconds(30),
        };
    }

    public WebApplication App { get; }

    public FakeProcessClient Processes { get; }

    public FakeTimeProvider Time { get; }

    public ErrorLog Errors { get; }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public static async Task<ManagementServer> StartAsync(string? apiKey = null, string host = "127.0.0.1")
    {
        var (processes, time, errors) = (new FakeProcessClient(), new FakeTimeProvider(Sample.Noon), new ErrorLog());
        var app = ManagementApp.Build(new ManagementSpec { Host = host, Port = 0, ApiKey = apiKey }, processes, errors, time, connections: 100);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new ManagementServer(app, processes, time, errors);
    }

    public Task<HttpResponseMessage> GetAsync(string path, string? accept = null) => SendAsync(HttpMethod.Get, path, accept);

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? accept = null, HttpContent? body = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = body };
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        return Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await App.StopAsync(CancellationToken.None);
        await App.DisposeAsync();
    }
}

/// <summary>Keeps what is logged as an error or a warning.</summary>
internal sealed class ErrorLog : ILoggerFactory, ILogger
{
    public System.Collections.Concurrent.ConcurrentQueue<string> Entries { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    /// <summary>What is a fault of ours. Kestrel logs it as an error of its own when the rest of a body that nobody wanted is malformed.</summary>
    public IEnumerable<string> Faults => Entries.Where(entry =>
        !entry.StartsWith("Warning", StringComparison.Ordinal) && !entry.Contains("automatic draining of the request body failed", StringComparison.Ordinal));

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Entries.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");
        }
    }

    public void Dispose()
    {
    }
}
