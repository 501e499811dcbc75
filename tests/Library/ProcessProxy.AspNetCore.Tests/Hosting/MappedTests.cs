using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using ProcessProxy.AspNetCore.Hosting;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Hosting;

/// <summary>What is mapped into an application's own pipeline: who wins, who may command, what is refused.</summary>
public sealed class MappedTests
{
    private const string Key = "a-key-that-nobody-guesses";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task Endpoints_of_the_application_win_over_routes_and_over_the_api()
    {
        await using var app = await StartAsync(
            options => options.AddRoute("/", r =>
            {
                r.Type = "redirect";
                r.RedirectTo = "/moved/";
            }),
            app =>
            {
                app.MapProcessProxy();
                app.MapProcessProxyApi();
                app.MapGet("/own", () => "own");
                app.MapGet("/health", () => "own health");
            });

        Assert.Equal("own", await app.Http.GetStringAsync("/own", Cancelled));
        Assert.Equal("own health", await app.Http.GetStringAsync("/health", Cancelled));
        Assert.Equal("/moved/own/below", (await app.Http.GetAsync("/own/below", Cancelled)).Headers.Location?.OriginalString);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_route_with_ssl_sends_plain_requests_to_https()
    {
        await using var app = await StartAsync(
            options => options.AddRoute("/", r =>
            {
                r.Type = "redirect";
                r.RedirectTo = "/moved";
                r.Ssl = true;
            }),
            app => app.MapProcessProxy());

        using var answer = await app.Http.GetAsync("/one?q=1", Cancelled);
        Assert.Equal((HttpStatusCode.PermanentRedirect, "https://127.0.0.1/one?q=1"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
    }

    [Theory(Timeout = 120_000)]
    [InlineData("Host", "evil.example")]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    [InlineData("X-Original-For", "127.0.0.1:1")]
    public async Task Without_a_key_nothing_commands_but_a_user_of_this_machine_directly(string header, string value)
    {
        await using var app = await StartAsync(Worker, app => app.MapProcessProxyApi());
        using (var allowed = await app.Http.PostAsync("/api/processes/web/restart", null, Cancelled))
        {
            Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/processes/web/stop");
        Assert.True(request.Headers.TryAddWithoutValidation(header, value));
        using var refused = await app.Http.SendAsync(request, Cancelled);

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal(RunState.Running, (await app.Processes.GetAsync("web", Cancelled)).State);
    }

    /// <summary>Middleware that believes what headers say replaces the address of the client; it is the connection that counts.</summary>
    [Fact(Timeout = 120_000)]
    public async Task An_address_that_middleware_has_put_in_place_opens_nothing()
    {
        using var foreign = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await using var app = await StartAsync(Worker, app =>
        {
            app.Use(async (HttpContext http, RequestDelegate next) =>
            {
                http.Features.Set<IConnectionSocketFeature>(new Connection(foreign));
                http.Connection.RemoteIpAddress = IPAddress.Loopback;
                await next(http);
            });
            app.MapProcessProxyApi();
        });

        using var refused = await app.Http.PostAsync("/api/processes/web/stop", null, Cancelled);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact(Timeout = 120_000)]
    public async Task With_a_key_every_call_shows_it_and_the_dashboard_asks_for_it()
    {
        await using var app = await StartAsync(
            options =>
            {
                Worker(options);
                options.Management.ApiKey = Key;
            },
            app =>
            {
                app.MapProcessProxyApi();
                app.MapProcessProxyDashboard("/admin");
            });

        using var refused = await app.Http.PostAsync("/api/processes/web/stop", null, Cancelled);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains("/sign-in", await app.Http.GetStringAsync("/admin", Cancelled), StringComparison.Ordinal);
        using var signedIn = await app.Http.PostAsync("/sign-in", new FormUrlEncodedContent([new("key", Key)]), Cancelled);
        Assert.Equal((HttpStatusCode.SeeOther, "/admin"), (signedIn.StatusCode, signedIn.Headers.Location?.OriginalString));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/processes/web/stop") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", Key) } };
        using var allowed = await app.Http.SendAsync(request, Cancelled);
        Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_process_that_has_failed_makes_the_application_unhealthy()
    {
        await using var app = await StartAsync(
            options => options.AddProcess("web", p =>
            {
                p.Command = "false";
                p.MaxRestarts = 0;
            }),
            _ => { });
        await foreach (var change in app.Processes.WatchAsync(cancellationToken: Cancelled))
        {
            if (change.Processes.Any(process => process.State == RunState.Failed))
            {
                break;
            }
        }

        var report = await app.Host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancelled);
        Assert.Equal((HealthStatus.Unhealthy, "Not up: web"), (report.Status, report.Entries["processproxy"].Description));
    }

    [Fact]
    public void An_application_has_one_ProcessProxy()
    {
        var services = new ServiceCollection().AddProcessProxy("proxy.yaml");
        var refused = Assert.Throws<InvalidOperationException>(() => services.AddProcessProxy("other.yaml"));
        Assert.Equal("AddProcessProxy was called already. Call it once and add all processes there.", refused.Message);
    }

    [Fact]
    public async Task Nothing_can_be_mapped_that_was_not_added()
    {
        await using var app = WebApplication.CreateBuilder().Build();
        Assert.Throws<InvalidOperationException>(() => app.MapProcessProxy());
        Assert.Throws<InvalidOperationException>(() => app.MapProcessProxyApi());
        Assert.Throws<InvalidOperationException>(() => app.MapProcessProxyDashboard());
    }

    [Fact]
    public async Task A_dashboard_without_the_api_does_not_start()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddProcessProxy(Worker);
        await using var app = builder.Build();
        app.MapProcessProxyDashboard();

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => app.StartAsync(Cancelled));

        Assert.Equal("The dashboard needs the API: call app.MapProcessProxyApi() as well as app.MapProcessProxyDashboard().", refused.Message);
    }

    [Fact]
    public async Task What_is_mapped_is_mapped_once()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddProcessProxy(Worker);
        await using var app = builder.Build();
        app.MapProcessProxy();
        app.MapProcessProxyApi();
        app.MapProcessProxyDashboard();

        Assert.Equal("MapProcessProxy was called already: call it once.", Assert.Throws<InvalidOperationException>(() => app.MapProcessProxy()).Message);
        Assert.Equal("MapProcessProxyApi was called already: call it once.", Assert.Throws<InvalidOperationException>(() => app.MapProcessProxyApi()).Message);
        Assert.Throws<InvalidOperationException>(() => app.MapProcessProxyDashboard("/other"));
        app.MapGroup("/elsewhere").MapProcessProxyApi();
    }

    [Fact]
    public async Task Routes_with_a_listener_of_their_own_are_not_mapped_as_well()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddProcessProxy(options => options.OpenProxyListener = true);
        await using var app = builder.Build();
        Assert.Throws<InvalidOperationException>(() => app.MapProcessProxy());
    }

    [Fact(Timeout = 120_000)]
    public async Task A_listener_opens_when_the_options_ask_for_it()
    {
        await using var app = await StartAsync(
            options =>
            {
                options.Port = 0;
                options.OpenProxyListener = true;
                options.OpenManagementListener = true;
                options.Management.Port = 0;
            },
            _ => { });

        var endpoints = (await app.Processes.GetStatusAsync(Cancelled)).Endpoints;
        Assert.NotNull(endpoints.Http);
        using var client = new HttpProcessClient(new Uri(endpoints.Management!));
        Assert.Equal(Environment.ProcessId, (await client.GetStatusAsync(Cancelled)).Pid);
    }

    [Theory]
    [InlineData(true, "routes[0].target")]
    [InlineData(false, null)]
    public void A_mapped_route_leads_to_the_management_listener_only_while_there_is_none(bool opens, string? key)
    {
        var options = new ProcessProxyServiceOptions { OpenManagementListener = opens };
        options.AddRoute("/", r => r.Target = "http://localhost:4481");
        Assert.Equal(key, options.Load().Problems.SingleOrDefault()?.Key);
    }

    private sealed record Connection(Socket Socket) : IConnectionSocketFeature;

    private static void Worker(ProcessProxyServiceOptions options) => options.AddProcess("web", p =>
    {
        p.Command = "node";
        p.Args = ["worker.js"];
    });

    private static Task<HostedApp> StartAsync(Action<ProcessProxyServiceOptions> configure, Action<WebApplication> map) => HostedApp.StartAsync(async args =>
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHealthChecks().AddProcessProxy();
        builder.Services.AddProcessProxy(configure);
        var app = builder.Build();
        map(app);
        await app.RunAsync();
    });
}
