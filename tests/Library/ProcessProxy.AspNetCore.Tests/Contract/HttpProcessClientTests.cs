using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using ProcessProxy.AspNetCore.Tests.Api;
using ProcessProxy.AspNetCore.Tests.Management;
using ProcessProxy.Generate.OpenApi;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Contract;

/// <summary>What the client makes of servers that are away, slow, or not ours.</summary>
public class HttpProcessClientTests : ApiTest
{
    private static readonly Uri Somewhere = new("http://proxy.example:4481");

    [Fact]
    public async Task Where_nobody_listens_the_server_is_unreachable_and_its_address_named()
    {
        await Server.App.StopAsync(TestContext.Current.CancellationToken);
        using var client = new HttpProcessClient(Server.Address);
        var failure = await FailsAsync(() => client.ListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(ErrorCodes.ServerUnreachable, failure.Code);
        Assert.Contains(Server.Address.ToString(), failure.Message, StringComparison.Ordinal);
        failure = await FailsAsync(() => FirstAsync(client.WatchAsync(cancellationToken: TestContext.Current.CancellationToken)));
        Assert.Equal(ErrorCodes.ServerUnreachable, failure.Code);
    }

    [Theory]
    [InlineData(200, "text/html", "<html>", ErrorCodes.ServerUnreachable)]
    [InlineData(200, "application/json", "<html>", ErrorCodes.ServerUnreachable)]
    [InlineData(200, "application/json", "{}", ErrorCodes.ServerUnreachable)]
    [InlineData(200, "application/json", "null", ErrorCodes.ServerUnreachable)]
    [InlineData(200, "application/json", "", ErrorCodes.ServerUnreachable)]
    [InlineData(200, "application/json", """{"success":true,"data":null,"timestamp":"2026-01-02T00:00:00Z"}""", ErrorCodes.ServerUnreachable)]
    [InlineData(200, "application/json", """{"success":true,"data":[{"id":5}],"timestamp":"2026-01-02T00:00:00Z"}""", ErrorCodes.ServerUnreachable)]
    [InlineData(200, "application/json", """{"success":true,"data":[null],"timestamp":"2026-01-02T00:00:00Z"}""", ErrorCodes.ServerUnreachable)]
    [InlineData(422, "application/json", """{"success":false,"error":null,"code":"conflict"}""", ErrorCodes.ServerUnreachable)]
    [InlineData(200, null, "", ErrorCodes.ServerUnreachable)]
    [InlineData(204, null, "", ErrorCodes.ServerUnreachable)]
    [InlineData(302, "text/html", "", ErrorCodes.ServerUnreachable)]
    [InlineData(404, "text/html", "<html>", ErrorCodes.ServerUnreachable)]
    [InlineData(502, "application/json", "{}", ErrorCodes.ServerUnreachable)]
    [InlineData(401, "text/html", "<html>", ErrorCodes.Unauthorized)]
    [InlineData(403, "text/html", "<html>", ErrorCodes.Forbidden)]
    [InlineData(409, "application/json", """{"success":false,"error":"No.","code":"a-later-code"}""", "a-later-code")]
    public async Task An_answer_that_is_not_ours_is_a_clear_failure(int status, string? type, string body, string code)
    {
        using var handler = new Answering((_, _) => Task.FromResult(Answer(status, type, new StringContent(body))));
        using var client = new HttpProcessClient(Somewhere, null, handler);
        Assert.Equal(code, (await FailsAsync(() => client.ListAsync(TestContext.Current.CancellationToken))).Code);
        Assert.Equal(code, (await FailsAsync(() => FirstAsync(client.WatchAsync(cancellationToken: TestContext.Current.CancellationToken)))).Code);
    }

    [Fact]
    public async Task A_path_in_the_address_is_kept_and_the_key_sent()
    {
        HttpRequestMessage? sent = null;
        using var handler = new Answering((request, _) =>
        {
            sent = request;
            return Task.FromResult(Answer(500, null, new StringContent("")));
        });
        using var client = new HttpProcessClient(new Uri("https://proxy.example/manage"), "key", handler);
        await FailsAsync(() => client.StopAsync("web", TestContext.Current.CancellationToken));
        Assert.Equal("https://proxy.example/manage/api/processes/web/stop", sent!.RequestUri!.AbsoluteUri);
        Assert.Equal("Bearer key", sent.Headers.Authorization!.ToString());
        Assert.Equal(HttpMethod.Post, sent.Method);
    }

    [Theory]
    [InlineData("ftp://proxy.example")]
    [InlineData("relative/path")]
    [InlineData("http://proxy.example/?query")]
    public void An_address_that_cannot_be_called_is_refused(string address) =>
        Assert.Throws<ArgumentException>(() => new HttpProcessClient(new Uri(address, UriKind.RelativeOrAbsolute)));

    [Fact]
    public void A_key_that_a_header_cannot_carry_is_refused() =>
        Assert.Throws<ArgumentException>(() => new HttpProcessClient(Somewhere, "a\r\nX-Evil: b"));

    [Fact(Timeout = Patience)]
    public async Task A_question_that_is_not_answered_in_thirty_seconds_fails_and_a_command_may_take_longer()
    {
        var time = new FakeTimeProvider();
        var answer = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var handler = new Answering((_, token) => answer.Task.WaitAsync(token));
        using var client = new HttpProcessClient(Somewhere, null, handler, time);
        var question = client.ListAsync(TestContext.Current.CancellationToken);
        var command = client.StopAsync("web", TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(ErrorCodes.ServerUnreachable, (await FailsAsync(() => question)).Code);
        time.Advance(TimeSpan.FromDays(1));
        answer.SetResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable)
        {
            Content = new StringContent("""{"success":false,"error":"At last.","code":"shutting-down"}""", Encoding.UTF8, "application/json"),
        });
        Assert.Equal("At last.", (await FailsAsync(() => command)).Message);
    }

    [Fact(Timeout = Patience)]
    public async Task A_stream_that_is_silent_for_a_minute_fails()
    {
        var time = new FakeTimeProvider();
        using var client = new HttpProcessClient(Server.Address, null, null, time);
        await using var events = client.WatchAsync(cancellationToken: TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await events.MoveNextAsync();
        var next = events.MoveNextAsync().AsTask();
        time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(ErrorCodes.ServerUnreachable, (await FailsAsync(() => next)).Code);
    }

    [Fact(Timeout = Patience)]
    public async Task An_event_without_end_fails_instead_of_filling_the_memory()
    {
        using var handler = new Answering((_, _) => Task.FromResult(Answer(200, "text/event-stream", new StreamContent(new Endless()))));
        using var client = new HttpProcessClient(Somewhere, null, handler);
        var failure = await FailsAsync(() => FirstAsync(client.WatchAsync(cancellationToken: TestContext.Current.CancellationToken)));
        Assert.Contains("64 MB", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task An_answer_without_end_fails_instead_of_filling_the_memory()
    {
        foreach (var status in new[] { 200, 500 })
        {
            using var handler = new Answering((_, _) => Task.FromResult(Answer(status, "application/json", new StreamContent(new Endless("\"")))));
            using var client = new HttpProcessClient(Somewhere, null, handler);
            var failure = await FailsAsync(() => client.ListAsync(TestContext.Current.CancellationToken));
            Assert.Contains("64 MB", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = Patience)]
    public async Task An_answer_that_stops_in_the_middle_fails_after_a_minute()
    {
        var time = new FakeTimeProvider();
        var stopped = new TaskCompletionSource();
        using var handler = new Answering((_, _) => Task.FromResult(Answer(200, "application/json", new StreamContent(new Stopping(stopped)))));
        using var client = new HttpProcessClient(Somewhere, null, handler, time);
        var question = client.ListAsync(TestContext.Current.CancellationToken);
        await stopped.Task;
        time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(ErrorCodes.ServerUnreachable, (await FailsAsync(() => question)).Code);
    }

    [Fact]
    public async Task A_duration_longer_than_any_is_no_answer_of_ours()
    {
        var body = JsonSerializer.Serialize(new ApiResponse<ServerStatus>(true, Sample.Status, Sample.Noon), ApiJson.Default.ApiResponseServerStatus)
            .Replace("\"uptime\":61234", "\"uptime\":9223372036854775807", StringComparison.Ordinal);
        using var handler = new Answering((_, _) => Task.FromResult(Answer(200, "application/json", new StringContent(body))));
        using var client = new HttpProcessClient(Somewhere, null, handler);
        var failure = await FailsAsync(() => client.GetStatusAsync(TestContext.Current.CancellationToken));
        Assert.Equal(ErrorCodes.ServerUnreachable, failure.Code);
    }

    [Fact]
    public async Task A_process_without_arguments_and_environment_in_the_answer_has_none()
    {
        var whole = JsonSerializer.Serialize(new ApiResponse<ProcessInfo>(true, Sample.Process("web"), Sample.Noon), ApiJson.Default.ApiResponseProcessInfo);
        var body = whole.Replace("\"args\"", "\"arguments\"", StringComparison.Ordinal).Replace("\"env\"", "\"environment\"", StringComparison.Ordinal);
        using var handler = new Answering((_, _) => Task.FromResult(Answer(200, "application/json", new StringContent(body))));
        using var client = new HttpProcessClient(Somewhere, null, handler);
        var process = await client.GetAsync("web", TestContext.Current.CancellationToken);
        Assert.Empty(process.Args);
        Assert.Empty(process.Env);
    }

    [Fact]
    public async Task A_status_that_says_little_is_empty_where_it_says_nothing()
    {
        const string body = """{"success":true,"data":{"status":"running","version":"9","projectDirectory":"/srv"},"timestamp":"2026-01-02T00:00:00Z"}""";
        using var handler = new Answering((_, _) => Task.FromResult(Answer(200, "application/json", new StringContent(body))));
        using var client = new HttpProcessClient(Somewhere, null, handler);
        var status = await client.GetStatusAsync(TestContext.Current.CancellationToken);
        Assert.Empty(status.Routes);
        Assert.Equal((new ServerEndpoints(null, null, null), new ProcessCounts(0, 0, 0, 0)), (status.Endpoints, status.Processes));
    }

    [Fact]
    public async Task Unknown_events_and_comments_are_passed_over_and_broken_ones_fail()
    {
        var line = """{"timestamp":"2026-01-02T03:04:05Z","stream":"output","line":"ok"}""";
        var body = $": hello\n\nevent: news\ndata: {{}}\n\nevent: line\r\ndata: {line}\r\n\r\nevent: line\ndata: {{\n\n";
        using var handler = new Answering((_, _) => Task.FromResult(Answer(200, "text/event-stream", new StringContent(body))));
        using var client = new HttpProcessClient(Somewhere, null, handler);
        await using var lines = client.FollowLogAsync("web", new LogQuery(), TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await lines.MoveNextAsync());
        Assert.Equal("ok", lines.Current.Line);
        Assert.Equal(ErrorCodes.ServerUnreachable, (await FailsAsync(() => lines.MoveNextAsync().AsTask())).Code);
    }

    [Fact(Timeout = Patience)]
    public async Task A_failure_in_a_stream_arrives_with_its_code()
    {
        using var client = new HttpProcessClient(Server.Address);
        await using var events = client.WatchAsync(cancellationToken: TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await events.MoveNextAsync();
        Server.Processes.EndStreams(new ProcessProxyException(ErrorCodes.ShuttingDown, "Going down."));
        var failure = await FailsAsync(() => events.MoveNextAsync().AsTask());
        Assert.Equal((ErrorCodes.ShuttingDown, "Going down."), (failure.Code, failure.Message));
    }

    [Fact(Timeout = Patience)]
    public async Task A_server_that_stops_in_order_ends_the_stream()
    {
        using var client = new HttpProcessClient(Server.Address);
        await using var events = client.WatchAsync(cancellationToken: TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await events.MoveNextAsync();
        await Server.App.StopAsync(TestContext.Current.CancellationToken);
        Assert.False(await events.MoveNextAsync());
    }

    [Fact(Timeout = Patience)]
    public async Task A_connection_that_breaks_off_fails_the_stream()
    {
        using var client = new HttpProcessClient(Server.Address);
        await using var events = client.WatchAsync(cancellationToken: TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await events.MoveNextAsync();
        Server.Processes.EndStreams(new InvalidOperationException("a fault"));
        Assert.Equal(ErrorCodes.ServerUnreachable, (await FailsAsync(() => events.MoveNextAsync().AsTask())).Code);
    }

    [Fact(Timeout = Patience)]
    public async Task Disposing_ends_calls_and_streams_at_once()
    {
        var held = new TaskCompletionSource();
        Server.Processes.Hold = held.Task;
        var client = new HttpProcessClient(Server.Address);
        await using var events = client.WatchAsync(cancellationToken: TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await events.MoveNextAsync();
        var next = events.MoveNextAsync().AsTask();
        var command = client.StopAsync("web", TestContext.Current.CancellationToken);
        client.Dispose();
        client.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => next);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => command);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.ListAsync(TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = Patience)]
    public async Task Leaving_a_stream_in_the_middle_ends_it_on_the_server()
    {
        using var client = new HttpProcessClient(Server.Address);
        await FirstAsync(client.WatchAsync(cancellationToken: TestContext.Current.CancellationToken));
        await Wait.Until(() => Server.Processes.OpenStreams == 0, "every stream has ended");
    }

    [Fact]
    public async Task What_cannot_be_an_id_is_never_sent()
    {
        using var handler = new Answering((_, _) => throw new InvalidOperationException("sent"));
        using var client = new HttpProcessClient(Somewhere, null, handler);
        foreach (var id in new[] { "", "..", "../reload", "a/b", "web?x=1", "web#x" })
        {
            Assert.Equal(ErrorCodes.ProcessNotFound, (await FailsAsync(() => client.StopAsync(id, TestContext.Current.CancellationToken))).Code);
        }
    }

    private static Task<ProcessProxyException> FailsAsync(Func<Task> call) => Assert.ThrowsAsync<ProcessProxyException>(call);

    private static async Task FirstAsync<T>(IAsyncEnumerable<T> items)
    {
        await foreach (var _ in items)
        {
            return;
        }
    }

    private static HttpResponseMessage Answer(int status, string? type, HttpContent content)
    {
        content.Headers.ContentType = type is null ? null : new(type);
        return new HttpResponseMessage((HttpStatusCode)status) { Content = content };
    }

    private sealed class Answering(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            answer(request, cancellationToken);
    }

    /// <summary>One event, or one JSON string, that never ends.</summary>
    private sealed class Endless(string begin = "") : MemoryStream
    {
        private readonly byte[] piece = Encoding.ASCII.GetBytes(begin + string.Concat(Enumerable.Repeat(begin.Length > 0 ? "xxxxxxxx" : "data: xxxxxxxxxxxxxxxxxxxxxxxxx\n", 2048)));

        private bool begun;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var rest = begun ? piece.AsMemory(begin.Length) : piece;
            var count = Math.Min(buffer.Length, rest.Length);
            rest[..count].CopyTo(buffer);
            begun = true;
            return ValueTask.FromResult(count);
        }
    }

    /// <summary>Some bytes, and then nothing for ever.</summary>
    private sealed class Stopping(TaskCompletionSource stopped) : MemoryStream("{\"success\":"u8.ToArray())
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position == Length)
            {
                _ = Task.Run(stopped.SetResult, CancellationToken.None);
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }

            return Read(buffer.Span);
        }
    }
}
