using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>Requests through the proxy to real programs, in whatever state these are.</summary>
public sealed class ProxyTests
{
    private static readonly HttpClient Http = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_process_that_runs_answers_and_one_that_was_stopped_is_named_with_its_reason()
    {
        await using var project = BackendProject();
        var server = await project.StartAsync();
        await AnswersAsync(server);
        await server.Client.StopAsync("web", Cancelled);

        using var refused = await Http.GetAsync(server.Proxy + "/x", Cancelled);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.True(refused.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        var failure = await FailureAsync(refused);
        Assert.Equal("process-unavailable", failure.Code);
        Assert.Equal("The process 'web' is stopped: stopped by an operator", failure.Error);

        var again = await server.Client.StartAsync("web", Cancelled);
        Assert.Contains($"pid={again.Pid} ", await AnswersAsync(server), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_process_that_failed_gives_503_with_the_reason_as_JSON_or_as_a_page()
    {
        await using var project = new Project().Configure(
            "web:\n  command: \"sh\"\n  args: [\"-c\", \"exit 3\"]\n  maxRestarts: 0",
            "- target: \"http://127.0.0.1:9\"\n  process: web");
        var server = await project.StartAsync();
        await server.WaitForAsync("web", RunState.Failed);

        using var json = await Http.GetAsync(server.Proxy, Cancelled);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, json.StatusCode);
        Assert.True(json.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.Contains("exited with code 3", (await FailureAsync(json)).Error, StringComparison.Ordinal);

        using var wish = new HttpRequestMessage(HttpMethod.Get, server.Proxy) { Headers = { { "Accept", "text/html,*/*;q=0.8" } } };
        using var page = await Http.SendAsync(wish, Cancelled);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Contains("exited with code 3", await page.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_backend_that_is_killed_is_back_behind_the_same_address_after_its_restart()
    {
        await using var project = BackendProject();
        var server = await project.StartAsync();
        var before = await server.WaitForAsync("web", RunState.Running);
        await AnswersAsync(server);
        Machine.Signal(before.Pid!.Value, Machine.Kill);

        var statuses = new List<HttpStatusCode>();
        await Wait.Until(
            async () =>
            {
                using var answer = await Http.GetAsync(server.Proxy + "/x", Cancelled);
                statuses.Add(answer.StatusCode);
                return answer.IsSuccessStatusCode
                    && !(await answer.Content.ReadAsStringAsync(Cancelled)).Contains($"pid={before.Pid} ", StringComparison.Ordinal);
            },
            "another instance answers");
        Assert.DoesNotContain(
            statuses, status => status is not (HttpStatusCode.OK or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable));
    }

    [Fact(Timeout = 60_000)]
    public async Task Bodies_events_and_WebSockets_go_through_to_a_real_backend()
    {
        await using var project = BackendProject();
        var server = await project.StartAsync();
        await AnswersAsync(server);

        var body = new byte[1024 * 1024];
        new Random(1).NextBytes(body);
        using var posted = await Http.PostAsync(server.Proxy + "/echo", new ByteArrayContent(body), Cancelled);
        Assert.Equal(body, await posted.Content.ReadAsByteArrayAsync(Cancelled));

        await using (var events = await Http.GetStreamAsync(server.Proxy + "/events", Cancelled))
        using (var reader = new StreamReader(events))
        {
            Assert.Equal("data: first", await reader.ReadLineAsync(Cancelled));
        }

        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri(server.Proxy.Replace("http:", "ws:", StringComparison.Ordinal) + "/ws"), Cancelled);
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Cancelled);
        var buffer = new byte[16];
        var message = await socket.ReceiveAsync(buffer.AsMemory(), Cancelled);
        Assert.Equal("hello", Encoding.UTF8.GetString(buffer, 0, message.Count));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Cancelled);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_status_lists_where_the_server_listens_and_its_routes()
    {
        await using var project = BackendProject();
        var server = await project.StartAsync();
        var status = await server.Client.GetStatusAsync(Cancelled);
        Assert.Equal((server.Proxy, null, server.Management), (status.Endpoints.Http!, status.Endpoints.Https, status.Endpoints.Management!));
        Assert.Equal(server.Pid, status.Pid);
        var route = Assert.Single(status.Routes);
        Assert.Equal((null, "/", "proxy", "web"), (route.Domain, route.Path, route.Type, route.Process));
        Assert.Equal(1, status.Processes.Total);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_port_that_is_taken_ends_the_start_with_a_sentence_and_leaves_nothing_behind()
    {
        await using var project = BackendProject();
        using var taken = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        project.Write("config/proxy.yaml", (await File.ReadAllTextAsync(project.ConfigFile, Cancelled)).Replace("\nport: 0", $"\nport: {port}", StringComparison.Ordinal));
        var server = project.Launch();
        Assert.Equal(6, await server.ExitedAsync());
        Assert.StartsWith($"processproxy: Cannot listen on 127.0.0.1, port {port}: it is in use by ", server.Output.Trim(), StringComparison.Ordinal);
        Assert.EndsWith($" (pid {Environment.ProcessId}). Set 'port' in proxy.yaml to another port, or to 0 for a free one.", server.Output.Trim(), StringComparison.Ordinal);
        Assert.Empty(project.Processes);
        Assert.Empty(Directory.EnumerateFiles(project.File("pids"), "*.pid"));

        taken.Stop();
        await project.StartAsync();
    }

    private static Project BackendProject()
    {
        var port = Ports.Free();
        return new Project().Configure(
            $"web:\n  command: \"{Builds.TestProcess}\"\n  args: [\"serve\"]\n  restartDelay: 100\n  env:\n    PORT: \"{port}\"",
            $"- target: \"http://127.0.0.1:{port}\"\n  process: web");
    }

    private static async Task<string> AnswersAsync(ServerUnderTest server)
    {
        var body = "";
        await Wait.Until(
            async () =>
            {
                using var answer = await Http.GetAsync(server.Proxy + "/x", Cancelled);
                body = await answer.Content.ReadAsStringAsync(Cancelled);
                return answer.IsSuccessStatusCode;
            },
            "the backend answers");
        return body;
    }

    private static async Task<ApiFailure> FailureAsync(HttpResponseMessage response) =>
        JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(Cancelled), ApiJson.Default.ApiFailure)!;
}
