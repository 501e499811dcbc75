using System.Text;
using ProcessProxy.EndToEnd.Support;
using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>A log is rotated under its program, and not a byte is lost or doubled.</summary>
public sealed class RotationTests
{
    private const string Small = "logging: { maxSize: \"64KB\", maxFiles: 1000 }";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory(Timeout = 120_000)]
    [InlineData("fsync")]
    [InlineData("rotate-copied")]
    [InlineData("rotate-journaled")]
    [InlineData("rotate-punched")]
    [InlineData("rotate-collapsed")]
    public async Task Death_at_any_point_of_a_rotation_loses_and_doubles_nothing(string point)
    {
        await using var project = new Project();
        const int count = 500_000;
        Chatty(project, count, Small, pause: 5);
        project.Environment["PROCESSPROXY_FAILPOINT"] = point;
        var dead = project.Launch();
        Assert.NotEqual(0, await dead.ExitedAsync());
        var child = Assert.Single(project.InstancesOf("chatty"));
        var kept = new KeptLog(project.File("logs/chatty.log"));

        project.Environment.Remove("PROCESSPROXY_FAILPOINT");
        var server = await project.StartAsync();
        var info = await server.WaitForAsync("chatty", RunState.Running);
        Assert.Equal((child, true), (info.Pid, info.IsReconnected));
        await RestsAsync(kept);
        AssertCounted(kept, count);
        Assert.NotEmpty(kept.Archives);
        var page = await server.Client.ReadLogAsync("chatty", new LogQuery(3), Cancelled);
        Assert.Equal([$"line {count - 1}", $"line {count}", "done"], page.Logs.Select(line => line.Line));
        Assert.Equal(count + 1, page.TotalLines);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_follower_sees_every_line_once_while_the_log_is_rotated_at_full_speed()
    {
        await using var project = new Project();
        const int count = 300_000;
        Chatty(project, count, Small, "enabled: false");
        var server = await project.StartAsync();
        var kept = new KeptLog(project.File("logs/chatty.log"));
        await using var lines = await Follower.FollowAsync(server, "chatty", kept.Log);
        await server.Client.StartAsync("chatty", Cancelled);
        await lines.AssertCountsAsync(count);

        Assert.True(await lines.MoveNextAsync());
        Assert.Equal("done", lines.Current.Line);
        await RestsAsync(kept);
        AssertCounted(kept, count, Follower.Ready + "\n");
        Assert.True(kept.Archives.Length > 3, $"only {kept.Archives.Length} archives");
    }

    private static void Chatty(Project project, int count, string settings, string more = "", int pause = 0) => project.Configure(
        $"chatty:\n  command: \"{Builds.TestProcess}\"\n  args: [\"burst\", \"{count}\", \"{pause}\"]\n  {more}", settings: settings);

    /// <summary>Waits until the program has written everything and nothing is being rotated.</summary>
    private static async Task RestsAsync(KeptLog kept)
    {
        await Wait.Until(() => File.Exists(kept.Log) && kept.EndsWith("done"), "the burst has ended");
        await Wait.Until(() => new FileInfo(kept.Log).Length <= 64 * 1024 && kept.Unfinished.Length == 0, "the log is rotated");
    }

    private static void AssertCounted(KeptLog kept, int count, string before = "")
    {
        var expected = new StringBuilder(before);
        for (var number = 1; number <= count; number++)
        {
            expected.Append("line ").Append(number).Append('\n');
        }

        Assert.True(expected.Append("done\n").ToString() == kept.Text(), "archives and log together are not what was written");
    }
}
