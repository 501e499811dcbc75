using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ProcessProxy.AspNetCore.Management;
using ProcessProxy.AspNetCore.Tests.Api;
using ProcessProxy.AspNetCore.Tests.Contract;
using ProcessProxy.Configuration;
using ProcessProxy.Generate.OpenApi;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Management;

public class ManagementAppTests : ApiTest
{
    [Theory]
    [InlineData("/api")]
    [InlineData("/api/nothing")]
    [InlineData("/api/processes/web/nothing")]
    [InlineData("/api/processes/web/start/again")]
    [InlineData("/favicon.ico")]
    public async Task An_unknown_path_is_404_in_json(string path) =>
        await (await Server.GetAsync(path)).FailureAsync(HttpStatusCode.NotFound, "not-found");

    [Theory]
    [InlineData("POST", "/api/processes", "GET, HEAD")]
    [InlineData("DELETE", "/api/processes/web", "GET, HEAD")]
    [InlineData("GET", "/api/processes/web/start", "POST")]
    [InlineData("HEAD", "/api/processes/web/stop", "POST")]
    [InlineData("PUT", "/api/processes/web/restart", "POST")]
    [InlineData("POST", "/api/processes/web/logs", "GET, HEAD")]
    [InlineData("OPTIONS", "/api/events", "GET, HEAD")]
    [InlineData("PATCH", "/api/status", "GET, HEAD")]
    [InlineData("POST", "/health", "GET, HEAD")]
    public async Task A_wrong_method_is_405_and_names_the_right_ones(string method, string path, string allow)
    {
        var response = await Server.SendAsync(new HttpMethod(method), path);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(allow, string.Join(", ", response.Content.Headers.Allow));
        Assert.Empty(Server.Processes.Commands);
        if (method != "HEAD")
        {
            await response.FailureAsync(HttpStatusCode.MethodNotAllowed, "method-not-allowed");
        }
    }

    [Theory(Timeout = Patience)]
    [InlineData("/api/processes")]
    [InlineData("/api/processes/web")]
    [InlineData("/api/processes/web/logs")]
    [InlineData("/api/processes/web/logs?follow=true")]
    [InlineData("/api/events")]
    [InlineData("/api/status")]
    [InlineData("/health")]
    public async Task Head_works_wherever_get_does_and_has_no_body(string path)
    {
        var response = await Server.SendAsync(HttpMethod.Head, path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotNull(response.Content.Headers.ContentType);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, Server.Processes.OpenStreams);
    }

    [Fact]
    public async Task A_fault_of_ours_is_500_logged_and_tells_the_caller_nothing_of_its_inside()
    {
        Server.Processes.Failure = new InvalidOperationException("secret detail");
        var error = await (await Server.GetAsync("/api/processes")).FailureAsync(HttpStatusCode.InternalServerError, "internal-error");
        Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
        Assert.Contains(Server.Errors.Entries, entry => entry.Contains("secret detail", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ErrorCodes.Conflict, 409)]
    [InlineData(ErrorCodes.DependencyNotReady, 409)]
    [InlineData(ErrorCodes.ShuttingDown, 503)]
    [InlineData(ErrorCodes.BadArgument, 400)]
    public async Task A_failure_has_the_status_of_its_code_and_is_no_error_in_the_log(string code, int status)
    {
        Server.Processes.Failure = new ProcessProxyException(code, "It cannot be.");
        Assert.Equal("It cannot be.", await (await Server.SendAsync(HttpMethod.Post, "/api/processes/web/stop")).FailureAsync((HttpStatusCode)status, code));
        Assert.Empty(Server.Errors.Entries);
    }

    [Fact(Timeout = Patience)]
    public async Task A_caller_that_leaves_is_no_error_in_the_log()
    {
        var held = new TaskCompletionSource();
        Server.Processes.Hold = held.Task;
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var call = Server.Http.PostAsync("/api/processes/web/stop", null, leaving.Token);
        await Wait.Until(() => Server.Processes.Commands.Count == 1, "the command has arrived");
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Server.App.StopAsync(TestContext.Current.CancellationToken);
        Assert.Empty(Server.Errors.Entries);
    }

    [Fact(Timeout = Patience)]
    public async Task A_command_that_does_not_settle_holds_up_the_stop_for_a_bounded_time_only()
    {
        Assert.Equal(TimeSpan.FromSeconds(5), Server.App.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout);
        Server.Processes.Hold = new TaskCompletionSource().Task;
        var call = Server.Http.PostAsync("/api/processes/web/stop", null, TestContext.Current.CancellationToken);
        await Wait.Until(() => Server.Processes.Commands.Count == 1, "the command has arrived");
        using var bound = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await Server.App.StopAsync(bound.Token);
        await Assert.ThrowsAsync<HttpRequestException>(() => call);
    }

    [Fact]
    public async Task A_body_is_ignored()
    {
        var response = await Server.SendAsync(HttpMethod.Post, "/api/processes/web/stop", body: new StringContent("{\"command\":\"rm\"}"));
        Assert.Equal("stopped", (string)(await response.DataAsync())["state"]!);
    }

    [Fact(Timeout = Patience)]
    public async Task A_body_without_end_is_not_read_to_its_end()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, Server.Address.Port, TestContext.Current.CancellationToken);
        var head = $"POST /api/processes/web/stop HTTP/1.1\r\nHost: localhost\r\nContent-Length: {ManagementApp.MaxRequestBody + 1}\r\n\r\n";
        await socket.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(head), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(socket.GetStream());
        var all = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("HTTP/1.1 200 OK", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_status_has_every_key_of_the_contract()
    {
        var status = await (await Server.GetAsync("/api/status")).DataAsync();
        Assert.Equal(
            ["status", "version", "pid", "uptime", "startTime", "projectDirectory", "endpoints", "configuration", "routes", "processes"], status.Keys());
        Assert.Equal(["total", "running", "healthy", "failed"], status["processes"]!.Keys());
        Assert.Equal("/photos", (string)status["routes"]![0]!["path"]!);
        Assert.Equal(61_234, (long)status["uptime"]!);
    }

    [Fact]
    public async Task Health_is_200_when_the_server_works_and_503_when_it_goes_down()
    {
        Assert.Equal("running", (string)(await (await Server.GetAsync("/health")).DataAsync())!);
        Server.Processes.Status = Sample.Status with { Status = "stopping" };
        await (await Server.GetAsync("/health")).FailureAsync(HttpStatusCode.ServiceUnavailable, "shutting-down");
    }

    [Fact]
    public void Nothing_is_read_from_files_or_the_environment() =>
        Assert.DoesNotContain(
            ((IConfigurationRoot)Server.App.Configuration).Providers,
            provider => provider.GetType().Name.Contains("Json", StringComparison.Ordinal)
                || provider.GetType().Name.Contains("Environment", StringComparison.Ordinal));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("*")]
    [InlineData("::")]
    [InlineData("192.0.2.1")]
    public void A_listener_that_others_can_reach_is_refused_without_a_key(string host)
    {
        var failure = Assert.Throws<ProcessProxyException>(() => Build(host, null));
        Assert.Contains("apiKey", failure.Message, StringComparison.Ordinal);
        Assert.Throws<ProcessProxyException>(() => Build(host, ""));
    }

    [Theory]
    [InlineData("localhost", null)]
    [InlineData("127.0.0.7", null)]
    [InlineData("0.0.0.0", "key")]
    [InlineData("*", "key")]
    public async Task A_listener_on_loopback_or_with_a_key_is_started_on_a_free_port(string host, string? key)
    {
        await using var server = await ManagementServer.StartAsync(key, host);
        Assert.NotEqual(0, server.Address.Port);
    }

    [Fact]
    public void A_host_that_is_no_address_is_refused() => Assert.Throws<ProcessProxyException>(() => Build("example.org", "key"));

    private static void Build(string host, string? key) =>
        ManagementApp.Build(new ManagementSpec { Host = host, Port = 0, ApiKey = key }, new FakeProcessClient(), new ErrorLog(), TimeProvider.System, connections: 100);
}
