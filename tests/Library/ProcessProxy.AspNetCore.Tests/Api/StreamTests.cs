using System.Net;
using ProcessProxy.AspNetCore.Tests.Contract;
using ProcessProxy.AspNetCore.Tests.Management;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Api;

public class StreamTests : ApiTest
{
    private const string Follow = "/api/processes/web/logs?follow=true&lines=1";

    [Fact(Timeout = Patience)]
    public async Task Following_a_log_is_a_stream_of_line_events()
    {
        Server.Processes.Print("web", "old");
        using var reader = await OpenAsync(Follow, null, "text/event-stream");
        Assert.Equal("event: line", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal("id: 1", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal(
            """data: {"timestamp":"2026-01-02T12:34:56.789Z","stream":"output","line":"old"}""",
            await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal("", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Server.Processes.Print("web", "new\r");
        Assert.Equal("event: line", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal("id: 2", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Contains("\"new\\r\"", await reader.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task Following_a_log_as_text_is_a_stream_of_lines_and_nothing_else()
    {
        Server.Processes.Print("web", "old");
        using var reader = await OpenAsync(Follow, "text/plain", "text/plain; charset=utf-8");
        Assert.Equal("old", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Server.Time.Advance(TimeSpan.FromSeconds(31));
        Server.Processes.Print("web", "new");
        Assert.Equal("new", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = Patience)]
    public async Task Events_are_a_snapshot_and_then_every_change_with_its_number()
    {
        using var reader = await OpenAsync("/api/events", null, "text/event-stream");
        Assert.Equal("event: snapshot", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal("id: run-0", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        var data = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("""data: {"id":0,"kind":"snapshot","processes":[{"id":"web",""", data, StringComparison.Ordinal);
        Assert.Equal("", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Server.Processes.Exit("web", 1);
        Assert.Equal("event: change", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal("id: run-1", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Contains("exited with code 1", await reader.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        Server.Processes.Remove("worker");
        Assert.Equal("event: removed", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal("id: run-2", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = Patience)]
    public async Task A_quiet_stream_says_every_fifteen_seconds_that_it_is_there()
    {
        using var reader = await OpenAsync(Follow, null, "text/event-stream");
        for (var beat = 0; beat < 3; beat++)
        {
            Server.Time.Advance(TimeSpan.FromSeconds(15));
            Assert.Equal(": keep-alive", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
            Assert.Equal("", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        }
    }

    [Theory(Timeout = Patience)]
    [InlineData("/api/events")]
    [InlineData(Follow)]
    public async Task Streams_end_when_the_server_stops(string path)
    {
        using var reader = await OpenAsync(path, null, "text/event-stream");
        var rest = reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        await Server.App.StopAsync(TestContext.Current.CancellationToken);
        await rest;
        Assert.Equal(0, Server.Processes.OpenStreams);
        Assert.Empty(Server.Errors.Entries);
    }

    [Theory(Timeout = Patience)]
    [InlineData("/api/events")]
    [InlineData(Follow)]
    public async Task A_reader_that_leaves_ends_its_sequence(string path)
    {
        TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        Server.Processes.Print("web", "line");
        using (await OpenAsync(path, null, "text/event-stream"))
        {
            await Wait.Until(() => Server.Processes.OpenStreams == 1, "the stream has begun");
        }

        await Wait.Until(() => Server.Processes.OpenStreams == 0, "every stream has ended");
        Assert.Empty(Server.Errors.Entries);
    }

    [Fact(Timeout = Patience)]
    public async Task A_slow_reader_holds_up_its_own_sequence_and_nothing_is_kept_for_it()
    {
        const int Lines = 3000;
        using var slow = await OpenAsync(Follow, null, "text/event-stream");
        using var quick = await OpenAsync(Follow, null, "text/event-stream");
        await Wait.Until(() => Server.Processes.OpenStreams == 2, "both streams have begun");
        var line = new string('x', 16 * 1024);
        for (var i = 0; i < Lines; i++)
        {
            Server.Processes.Print("web", line);
        }

        // All of it was there for both, and the other reader has got it all by now.
        await ReadAsync(quick);
        await Wait.Until(() => Server.Processes.Streamed > Lines, "the slow reader is handed something, too");
        Assert.InRange(Server.Processes.Streamed - Lines, 1, Lines / 2);
        await ReadAsync(slow);

        static async Task ReadAsync(StreamReader reader)
        {
            for (var count = 0; count < Lines;)
            {
                var text = Assert.IsType<string>(await reader.ReadLineAsync(TestContext.Current.CancellationToken));
                count += text.StartsWith("data: ", StringComparison.Ordinal) ? 1 : 0;
            }
        }
    }

    [Fact(Timeout = Patience)]
    public async Task A_stream_that_fails_says_why_in_an_event()
    {
        using var reader = await OpenAsync("/api/events", null, "text/event-stream");
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) != "")
        {
        }

        Server.Processes.EndStreams(new ProcessProxyException(ErrorCodes.ShuttingDown, "Going down."));
        Assert.Equal(
            "event: failure\ndata: {\"success\":false,\"error\":\"Going down.\",\"code\":\"shutting-down\"}\n\n",
            await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = Patience)]
    public async Task A_reader_that_is_too_slow_is_dropped_with_a_notice()
    {
        using var reader = await OpenAsync("/api/events", null, "text/event-stream");
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) != "")
        {
        }

        Server.Processes.EndStreams(new ProcessProxyException(ErrorCodes.FellBehind, "Too slow."));
        Assert.Equal(
            "event: dropped\ndata: {\"success\":false,\"error\":\"Too slow.\",\"code\":\"fell-behind\"}\n\n",
            await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = Patience)]
    public async Task A_stream_of_text_that_fails_does_not_look_complete()
    {
        using var reader = await OpenAsync(Follow, "text/plain", "text/plain; charset=utf-8");
        Server.Processes.EndStreams(new ProcessProxyException(ErrorCodes.ShuttingDown, "Going down."));
        await Assert.ThrowsAnyAsync<IOException>(() => reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = Patience)]
    public async Task A_fault_of_ours_in_a_stream_is_logged_and_breaks_it_off()
    {
        using var reader = await OpenAsync(Follow, null, "text/event-stream");
        Server.Processes.EndStreams(new InvalidOperationException("secret detail"));
        await Assert.ThrowsAnyAsync<IOException>(() => reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Contains(Server.Errors.Entries, entry => entry.Contains("secret detail", StringComparison.Ordinal));
    }

    private async Task<StreamReader> OpenAsync(string path, string? accept, string contentType)
    {
        var response = await Server.GetAsync(path, accept);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(contentType, response.Content.Headers.ContentType?.ToString());
        var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        if (contentType == "text/event-stream")
        {
            Assert.Equal("retry: 1000", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
            Assert.Equal("", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        }

        return reader;
    }
}
