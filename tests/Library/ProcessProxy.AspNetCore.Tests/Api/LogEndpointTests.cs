using System.Net;
using ProcessProxy.AspNetCore.Tests.Contract;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Api;

public class LogEndpointTests : ApiTest
{
    private const string Logs = "/api/processes/web/logs";

    [Fact]
    public async Task A_page_of_the_log_has_the_form_of_the_contract()
    {
        Server.Processes.Print("web", "one");
        Server.Processes.Print("web", "two", LogStream.Stderr);
        Assert.Equal(
            """
            {"processId":"web","logFile":"/srv/logs/web.log","totalLines":2,"logs":[
            {"timestamp":"2026-01-02T12:34:56.789Z","stream":"output","line":"one"},
            {"timestamp":"2026-01-02T12:34:56.789Z","stream":"stderr","line":"two"}]}
            """.ReplaceLineEndings(""),
            (await (await Server.GetAsync(Logs)).DataAsync()).ToJsonString());
    }

    [Fact]
    public async Task A_hundred_lines_are_given_when_nothing_is_said_about_it()
    {
        for (var i = 0; i < 150; i++)
        {
            Server.Processes.Print("web", $"line {i}");
        }

        var data = await (await Server.GetAsync(Logs)).DataAsync();
        Assert.Equal(100, data["logs"]!.AsArray().Count);
        Assert.Equal("line 149", (string)data["logs"]![99]!["line"]!);
        Assert.Single((await (await Server.GetAsync(Logs + "?lines=1")).DataAsync())["logs"]!.AsArray());
    }

    [Theory]
    [InlineData("lines=abc")]
    [InlineData("lines=0")]
    [InlineData("lines=5%00")]
    [InlineData("lines=-1")]
    [InlineData("lines=10001")]
    [InlineData("lines=99999999999999999999")]
    [InlineData("lines=")]
    [InlineData("lines")]
    [InlineData("lines=%2B5")]
    [InlineData("lines=5.0")]
    [InlineData("lines=%205")]
    [InlineData("lines=1&lines=2")]
    [InlineData("stream=")]
    [InlineData("stream=stdin")]
    [InlineData("stream=0")]
    [InlineData("stream=stdout,stderr")]
    [InlineData("stream=stdout&stream=stderr")]
    [InlineData("follow=maybe")]
    [InlineData("follow=true&lines=0")]
    public async Task A_bad_argument_is_400_and_named(string query)
    {
        var error = await (await Server.GetAsync($"{Logs}?{query}")).FailureAsync(HttpStatusCode.BadRequest, "bad-argument");
        Assert.Contains(query.Contains("lines", StringComparison.Ordinal) ? "lines" : query.Split('=')[0], error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stdout", "out")]
    [InlineData("stderr", "err")]
    [InlineData("output", "both")]
    public async Task Only_the_stream_that_is_asked_for_is_given(string stream, string expected)
    {
        Server.Processes.Print("web", "out", LogStream.Stdout);
        Server.Processes.Print("web", "err", LogStream.Stderr);
        Server.Processes.Print("web", "both");
        var data = await (await Server.GetAsync($"{Logs}?stream={stream}")).DataAsync();
        Assert.Equal(expected, (string)Assert.Single(data["logs"]!.AsArray())!["line"]!);
    }

    [Theory]
    [InlineData("text/plain", true)]
    [InlineData("TEXT/PLAIN; charset=utf-8", true)]
    [InlineData("text/plain, */*", true)]
    [InlineData("text/plain, application/json;q=0.5", true)]
    [InlineData("application/json", false)]
    [InlineData("*/*", false)]
    [InlineData(null, false)]
    [InlineData("text/plain;q=0", false)]
    [InlineData("text/plain;q=0.4, */*", false)]
    [InlineData("application/json, text/plain, */*", false)]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", false)]
    [InlineData(";;;", false)]
    public async Task Bare_lines_are_given_to_those_who_prefer_them(string? accept, bool plain)
    {
        Server.Processes.Print("web", "naïve → 🚀 <b>");
        Server.Processes.Print("web", "");
        Server.Processes.Print("web", "last");
        var response = await Server.GetAsync(Logs, accept);
        Assert.Equal(plain ? "text/plain; charset=utf-8" : "application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        if (plain)
        {
            Assert.Equal("naïve → 🚀 <b>\n\nlast\n", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Ten_thousand_bare_lines_arrive_whole()
    {
        var line = new string('é', 200);
        for (var i = 0; i < 10_000; i++)
        {
            Server.Processes.Print("web", line);
        }

        var text = await (await Server.GetAsync(Logs + "?lines=10000", "text/plain")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(10_000, text.Split('\n').Count(read => read == line));
    }
}
