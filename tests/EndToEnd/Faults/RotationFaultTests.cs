using System.Diagnostics;
using ProcessProxy.EndToEnd.Support;
using Xunit;

namespace ProcessProxy.EndToEnd.Faults;

/// <summary>Rotation under a program that never rests, and what others do to its log.</summary>
public sealed class RotationFaultTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = FaultTable.LongTimeout)]
    public async Task A_follower_sees_every_line_once_while_its_log_is_rotated_each_64_KB()
    {
        await using var project = new Project();
        project.Configure(
            $"chatty: {{ command: \"{Builds.TestProcess}\", args: [\"burst\", \"1000000000\", \"20\"], enabled: false }}",
            settings: "logging: { maxSize: \"64KB\", maxFiles: 1000 }");
        var server = await project.StartAsync();
        await using var lines = await Follower.FollowAsync(server, "chatty", project.File("logs/chatty.log"));
        await server.Client.StartAsync("chatty", Cancelled);
        Assert.True(await lines.MoveNextAsync());
        Assert.Equal("line 1", lines.Current.Line);
        var before = Footprint.Of(server.Pid);
        var (memory, cpu, started) = (Footprint.MemoryOf(server.Pid), Footprint.CpuOf(server.Pid), Stopwatch.GetTimestamp());
        var most = memory;
        long count = 1;
        for (var until = FaultTable.Duration(TimeSpan.FromSeconds(8)); Stopwatch.GetElapsedTime(started) < until;)
        {
            Assert.True(await lines.MoveNextAsync());
            Assert.Equal($"line {++count}", lines.Current.Line);
            most = count % 100_000 == 0 ? Math.Max(most, Footprint.MemoryOf(server.Pid)) : most;
        }

        var took = Stopwatch.GetElapsedTime(started);
        var busy = (Footprint.CpuOf(server.Pid) - cpu) / took;
        await before.AssertIsBackAsync(server.Pid);
        await server.Client.StopAsync("chatty", Cancelled);
        var archives = new KeptLog(project.File("logs/chatty.log")).Archives.Length;
        Assert.InRange(archives, 2, 1000);
        Assert.InRange(most - memory, long.MinValue, 40L * 1024 * 1024);
        FaultTable.Add(
            "rotation each 64 KB while a follower reads",
            $"{took.TotalSeconds:0} s, {count} lines: each once and in order, {archives} archives; server at {busy:P0} of a core with the follower, memory grew by {(most - memory) / 1024.0 / 1024:0.0} MB");
    }

    [Fact(Timeout = 120_000)]
    public async Task Archives_beyond_their_number_go_and_what_stays_has_no_gap()
    {
        await using var project = new Project();
        const int count = 300_000;
        project.Configure(
            $"chatty: {{ command: \"{Builds.TestProcess}\", args: [\"burst\", \"{count}\", \"2\"] }}", settings: "logging: { maxSize: \"64KB\", maxFiles: 2 }");
        var server = await project.StartAsync();
        var kept = new KeptLog(project.File("logs/chatty.log"));
        await Wait.Until(() => File.Exists(kept.Log) && kept.EndsWith("done") && kept.Unfinished.Length == 0 && new FileInfo(kept.Log).Length <= 64 * 1024, "all is written and rotated");

        // What is too much goes last of all.
        string[] expected = [.. new[] { "", ".1", ".1.idx", ".2", ".2.idx", ".idx" }.Select(suffix => kept.Log + suffix)];
        await Wait.Until(() => Directory.GetFiles(project.File("logs")).Order(StringComparer.Ordinal).SequenceEqual(expected), "the log and two archives are left");

        // The oldest may begin inside a line.
        var lines = kept.Text().Split('\n')[1..^1];
        Assert.Equal([.. Enumerable.Range(count + 2 - lines.Length, lines.Length - 1).Select(number => $"line {number}"), "done"], lines);
        Assert.Equal(lines.Length + 1, (await server.Client.ReadLogAsync("chatty", new LogQuery(1), Cancelled)).TotalLines);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("fsync=fail@0.1")]
    [InlineData("rotate-copied=fail@0.5")]
    [InlineData("rotate-journaled=fail@0.5")]
    [InlineData("rotate-punched=fail@0.5")]
    [InlineData("before-rename=fail@0.3")]
    public async Task A_step_of_a_rotation_that_fails_loses_and_doubles_nothing(string plan)
    {
        await using var project = new Project();
        const int count = 200_000;
        project.Configure(
            $"chatty: {{ command: \"{Builds.TestProcess}\", args: [\"burst\", \"{count}\", \"2\"], enabled: false }}", settings: "logging: { maxSize: \"64KB\", maxFiles: 1000 }");
        project.Environment["PROCESSPROXY_FAILPOINT"] = plan;
        var server = await project.StartAsync();
        await using var lines = await Follower.FollowAsync(server, "chatty", project.File("logs/chatty.log"));
        await server.Client.StartAsync("chatty", Cancelled);
        await lines.AssertCountsAsync(count);

        var kept = new KeptLog(project.File("logs/chatty.log"));
        await Wait.Until(
            () => kept.EndsWith("done") && kept.Unfinished.Length == 0 && new FileInfo(kept.Log).Length <= 64 * 1024, "it is rotated in the end", TimeSpan.FromSeconds(100));
        Assert.Equal([Follower.Ready, .. Enumerable.Range(1, count).Select(number => $"line {number}"), "done", ""], kept.Text().Split('\n'));
        Assert.Equal(count + 2, (await server.Client.ReadLogAsync("chatty", new LogQuery(1), Cancelled)).TotalLines);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_log_that_others_rename_empty_or_delete_is_followed_on()
    {
        await using var project = new Project();
        project.Configure("counting: { command: \"sh\", args: [\"-c\", \"n=0; while :; do n=$((n+1)); echo $n; sleep 0.01; done\"], enabled: false }");
        var server = await project.StartAsync();
        var log = project.File("logs/counting.log");
        await using var lines = await Follower.FollowAsync(server, "counting", project.File("logs/counting.log"));
        await server.Client.StartAsync("counting", Cancelled);
        Assert.True(await lines.MoveNextAsync());
        var number = 1;
        await FollowAsync(50);

        // What logrotate calls create, without telling the program: it writes on into the renamed file.
        File.Move(log, log + ".1");
        await File.WriteAllTextAsync(log, "", Cancelled);
        await FollowAsync(150);
        File.Delete(log);
        File.Delete(log + ".1");
        await FollowAsync(150);

        // A new run has a new file; there it goes on.
        await server.Client.RestartAsync("counting", Cancelled);
        while (number != 1)
        {
            Assert.True(await lines.MoveNextAsync());
            Assert.Contains(lines.Current.Line, (string[])[$"{number + 1}", "1"]);
            number = int.Parse(lines.Current.Line, System.Globalization.CultureInfo.InvariantCulture);
        }

        await FollowAsync(50);

        // Emptied, as copytruncate does: what was not read before is lost, nothing comes twice.
        new FileStream(log, FileMode.Truncate, FileAccess.Write, FileShare.ReadWrite).Dispose();
        for (var seen = 0; seen < 100; seen++)
        {
            Assert.True(await lines.MoveNextAsync());
            var next = int.Parse(lines.Current.Line, System.Globalization.CultureInfo.InvariantCulture);
            Assert.True(next > number, $"{next} after {number}");
            number = next;
        }

        async Task FollowAsync(int more)
        {
            for (var last = number + more; number < last;)
            {
                Assert.True(await lines.MoveNextAsync());
                Assert.Equal($"{++number}", lines.Current.Line);
            }
        }
    }
}
