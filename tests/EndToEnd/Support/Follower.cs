using Xunit;

namespace ProcessProxy.EndToEnd.Support;

/// <summary>Follows a log from before its program writes the first line.</summary>
internal static class Follower
{
    public const string Ready = "ready";

    /// <summary>Puts a line into the log and follows it from there: when it arrives, nothing that comes later can be missed.</summary>
    public static async Task<IAsyncEnumerator<LogLine>> FollowAsync(ServerUnderTest server, string id, string log)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(log)!);
        await File.WriteAllTextAsync(log, Ready + "\n", TestContext.Current.CancellationToken);
        var lines = server.Client.FollowLogAsync(id, new LogQuery(1), TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await lines.MoveNextAsync());
        Assert.Equal(Ready, lines.Current.Line);
        return lines;
    }

    /// <summary>Reads the numbered lines of a burst, each once and in order.</summary>
    public static async Task AssertCountsAsync(this IAsyncEnumerator<LogLine> lines, int count)
    {
        for (var number = 1; number <= count; number++)
        {
            Assert.True(await lines.MoveNextAsync());
            Assert.Equal($"line {number}", lines.Current.Line);
        }
    }
}
