using ProcessProxy.EndToEnd.Support;
using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>Rotation under a program on file systems of all kinds, and where it cannot be done.</summary>
public sealed class RotationPlaceTests
{
    private const string Small = "logging: { maxSize: \"64KB\", maxFiles: 1000 }";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory(Timeout = 120_000)]
    [InlineData("tmpfs", "mount -t tmpfs none $0/logs")]
    [InlineData("overlayfs", "mkdir $0/l $0/u $0/w && mount -t overlay none -o lowerdir=$0/l,upperdir=$0/u,workdir=$0/w $0/logs")]
    [InlineData("overlayfs over tmpfs", "mkdir $0/t && mount -t tmpfs none $0/t && mkdir $0/t/l $0/t/u $0/t/w && mount -t overlay none -o lowerdir=$0/t/l,upperdir=$0/t/u,workdir=$0/t/w $0/logs")]
    public async Task Nothing_is_lost_or_doubled_on_other_file_systems(string name, string mount)
    {
        await using var project = new Project();
        await MountAsync(project, mount);
        const int count = 200_000;
        project.Configure($"chatty: {{ command: \"{Builds.TestProcess}\", args: [\"burst\", \"{count}\", \"0\"], enabled: false }}", settings: Small);
        var server = await project.StartAsync();
        var kept = new KeptLog($"/proc/{server.Pid}/root{project.File("logs/chatty.log")}");
        await using var lines = await Follower.FollowAsync(server, "chatty", kept.Log);
        await server.Client.StartAsync("chatty", Cancelled);
        await lines.AssertCountsAsync(count);

        await Wait.Until(() => kept.EndsWith("done") && kept.Unfinished.Length == 0, "all is written");
        Assert.True(kept.Archives.Length > 1, $"{name}: only {kept.Archives.Length} archives");
        Assert.Equal([Follower.Ready, .. Enumerable.Range(1, count).Select(number => $"line {number}"), "done", ""], kept.Text().Split('\n'));
        var page = await server.Client.ReadLogAsync("chatty", new LogQuery(10_000), Cancelled);
        Assert.Equal(count + 2, page.TotalLines);
        Assert.Equal([.. Enumerable.Range(count - 9_998, 9_999).Select(number => $"line {number}"), "done"], page.Logs.Select(line => line.Line));

        // A new server begins where the hole ends, too.
        await server.Client.RestartAsync("chatty", Cancelled);
        await server.WaitForAsync("chatty", RunState.Running);
    }

    [Fact(Timeout = 120_000)]
    public async Task On_a_full_disk_the_program_lives_and_the_log_is_rotated_when_there_is_room_again()
    {
        await using var project = new Project();
        await MountAsync(project, "mount -t tmpfs -o size=2m none $0/logs");
        project.Configure(Counting("[ ! -e rest ] || sleep 0.05"), settings: Small);
        var server = await project.StartAsync();
        var folder = $"/proc/{server.Pid}/root{project.File("logs")}";
        var kept = new KeptLog($"{folder}/counting.log");
        await File.WriteAllBytesAsync($"{folder}/ballast", new byte[1_500_000], Cancelled);
        var before = await server.Client.StartAsync("counting", Cancelled);
        await Wait.Until(() => server.Output.Contains("could not be rotated", StringComparison.Ordinal), "the server says that it could not be rotated");
        await Wait.Until(() => new DriveInfo(folder).AvailableFreeSpace == 0, "the disk is full");
        Assert.Equal(before.Pid, (await server.WaitForAsync("counting", RunState.Running)).Pid);
        var archives = kept.Archives.Length;

        // It would fill what is free by now before the next attempt.
        await File.WriteAllTextAsync(project.File("rest"), "", Cancelled);
        File.Delete($"{folder}/ballast");
        await Wait.Until(() => kept.Archives.Length > archives, "it is rotated again");
        await File.WriteAllTextAsync(project.File("stop"), "", Cancelled);
        await server.WaitForAsync("counting", RunState.Stopped);
        Assert.Equal(1, Count(server.Output, "could not be rotated"));

        // What it could write it has written once and in order; what the disk refused is the program's own error.
        var numbers = Numbers(kept.Text());
        Assert.Equal(numbers.Distinct().Order(), numbers);
    }

    [Fact(Timeout = 120_000)]
    public async Task In_a_folder_that_may_not_be_written_the_program_lives_and_the_log_is_rotated_later()
    {
        await using var project = new Project();
        project.Configure(Counting(":"), settings: Small);
        var server = await project.StartAsync();
        Directory.CreateDirectory(project.File("logs"));
        await File.WriteAllTextAsync(project.File("logs/counting.log"), "", Cancelled);
        var forbidden = await Tool.RunAsync("chattr", "/", "+i", project.File("logs"));
        Assert.SkipUnless(forbidden.ExitCode == 0, $"A folder cannot be made immutable here: {forbidden.Errors}");
        var kept = new KeptLog(project.File("logs/counting.log"));
        ProcessInfo before;
        try
        {
            before = await server.Client.StartAsync("counting", Cancelled);
            await Wait.Until(() => server.Output.Contains("could not be rotated", StringComparison.Ordinal), "the server says that it could not be rotated");
            Assert.Empty(kept.Archives);
        }
        finally
        {
            await Tool.RunAsync("chattr", "/", "-i", project.File("logs"));
        }

        await Wait.Until(() => kept.Archives.Length > 0, "it is rotated");
        await File.WriteAllTextAsync(project.File("stop"), "", Cancelled);
        var after = await server.WaitForAsync("counting", RunState.Stopped);
        Assert.Equal((before.StartTime, 0), (after.StartTime ?? before.StartTime, after.RestartCount));
        Assert.Equal(1, Count(server.Output, "could not be rotated"));
        var numbers = Numbers(kept.Text());
        Assert.Equal(Enumerable.Range(1, numbers.Count), numbers);
    }

    [Fact(Timeout = 120_000)]
    public async Task When_the_folder_is_removed_the_program_lives_is_followed_and_gets_a_new_one_at_its_next_start()
    {
        await using var project = new Project();
        project.Configure(Counting("sleep 0.01"), settings: Small);
        var server = await project.StartAsync();
        var before = await server.Client.StartAsync("counting", Cancelled);
        var next = 1;
        await foreach (var line in server.Client.FollowLogAsync("counting", new LogQuery(10_000), Cancelled))
        {
            Assert.Equal($"line {next++}", line.Line);
            if (next == 50)
            {
                Directory.Delete(project.File("logs"), recursive: true);
            }

            if (next > 200)
            {
                break;
            }
        }

        await Wait.Until(() => server.Output.Contains("counting.log' was deleted.", StringComparison.Ordinal), "the server says that the log is gone");
        Assert.Equal(before.Pid, (await server.Client.GetAsync("counting", Cancelled)).Pid);
        Assert.Empty((await server.Client.ReadLogAsync("counting", new LogQuery(), Cancelled)).Logs);
        await server.Client.RestartAsync("counting", Cancelled);
        await Wait.Until(() => project.Lines("logs/counting.log").Length > 2, "the new run is logged");
        Assert.Equal(["line 1", "line 2"], project.Lines("logs/counting.log")[..2]);
    }

    /// <summary>Counts until there is a file "stop", and does something after each number. What the disk refuses is lost and no reason to end.</summary>
    private static string Counting(string between) =>
        $"counting: {{ command: \"sh\", args: [\"-c\", \"n=0; while [ ! -e stop ]; do n=$((n+1)); echo line $n; {between}; done 2>/dev/null\"], enabled: false, restartOnExit: false }}";

    private static List<int> Numbers(string text) =>
        [.. text.Split('\n').Where(line => line.StartsWith("line ", StringComparison.Ordinal)).Select(line => int.TryParse(line[5..], out var number) ? number : 0).Where(number => number > 0)];

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    /// <summary>Lets the server run where the folder for logs is what a command mounts, for it and its programs alone.</summary>
    private static async Task MountAsync(Project project, string mount)
    {
        var allowed = await Tool.RunAsync("unshare", "/", "-m", "true");
        Assert.SkipUnless(allowed.ExitCode == 0, $"Nothing can be mounted here: {allowed.Errors}");
        Directory.CreateDirectory(project.File("logs"));
        project.WriteProgram("server", $"#!/bin/sh\nexec unshare -m sh -c '{mount} && exec \"$@\"' {project.Root} {project.Program} \"$@\"\n");
        project.Program = project.File("server");
    }
}
