using System.Globalization;
using System.Runtime.Versioning;
using System.Text;
using ProcessProxy.Configuration;
using ProcessProxy.Platform.Linux.Proc;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;
using Xunit;

namespace ProcessProxy.Tests.Platform.Linux;

/// <summary>What a program finds when it is launched.</summary>
[SupportedOSPlatform("linux")]
public sealed class LaunchTests : IAsyncLifetime
{
    private const int Patience = 30_000;
    private readonly PlatformBench bench = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact(Timeout = Patience)]
    public async Task It_leads_a_session_and_a_group_of_its_own()
    {
        using var child = bench.Launch("sleep", null, "100");
        var stat = ProcFs.ReadStat(child.Identity.Pid)!.Value;
        Assert.Equal((child.Identity.Pid, child.Identity.Pid), (stat.Session, stat.Group));
        Assert.Equal((stat.StartTicks, bench.Host.BootId, TimeSpan.Zero), (child.Identity.StartTicks, child.Identity.BootId, child.AgeAtStart));
        Libc.Kill(child.Identity.Pid, Signals.Kill);
        Assert.Equal(new ProcessEnd(null, 9), await PlatformBench.EndOf(child));
    }

    [Fact(Timeout = Patience)]
    public async Task It_has_three_descriptors_and_no_other()
    {
        using var open = new FileStream(Path.Combine(bench.Folder, "open"), FileMode.Create);
        using var child = bench.Launch("ls", null, "-l", "/proc/self/fd");
        await PlatformBench.EndOf(child);
        var lines = bench.Output.Split('\n').Where(line => line.Contains("->", StringComparison.Ordinal)).ToList();

        // ls itself opens the folder it lists as the first free number.
        Assert.Equal(4, lines.Count);
        Assert.Contains(lines, line => line.EndsWith("0 -> /dev/null", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.EndsWith($"1 -> {bench.Log.File}", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.EndsWith($"2 -> {bench.Log.File}", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(" 3 -> /proc/", StringComparison.Ordinal));
    }

    [Fact(Timeout = Patience)]
    public async Task Its_signals_are_neither_blocked_nor_ignored()
    {
        using var child = bench.Launch("grep", null, "^Sig\\(Blk\\|Ign\\)", "/proc/self/status");
        await PlatformBench.EndOf(child);
        var sets = bench.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => ulong.Parse(line.Split('\t')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture));

        // 32 and 33 belong to the C library, which lets nobody set them.
        const ulong internals = (1UL << 31) | (1UL << 32);
        Assert.Equal([0, 0], sets.Select(set => set & ~internals));
    }

    [Fact(Timeout = Patience)]
    public async Task It_has_its_folder_its_arguments_and_its_name_byte_for_byte()
    {
        string[] args = ["", " ", "naïve 🚀", "$(x) `y` \"z\" 'w'", "a\nb", "--", "*"];
        using var child = bench.Launch("sh", null, ["-c", "pwd; tr '\\0' '|' < /proc/$$/cmdline", .. args]);
        Assert.Equal(new ProcessEnd(0, null), await PlatformBench.EndOf(child));
        Assert.Equal($"{bench.Folder}\nsh|-c|pwd; tr '\\0' '|' < /proc/$$/cmdline|{string.Join('|', args)}|", bench.Output);
    }

    [Fact(Timeout = Patience)]
    public async Task Its_environment_is_ours_then_its_own_then_the_id()
    {
        Environment.SetEnvironmentVariable("PROCESSPROXY_TEST_INHERITED", "ours");
        using var child = bench.Launch("env", spec => spec with
        {
            Env = new ValueMap([new("OWN", "naïve=1"), new("PROCESSPROXY_ID", "forged"), new("not-a.shell name", "x")]),
        });
        await PlatformBench.EndOf(child);
        var lines = bench.Output.Split('\n');
        Assert.Contains("PROCESSPROXY_TEST_INHERITED=ours", lines);
        Assert.Contains("OWN=naïve=1", lines);
        Assert.Contains("not-a.shell name=x", lines);
        Assert.Equal(["PROCESSPROXY_ID=web"], lines.Where(line => line.StartsWith("PROCESSPROXY_ID=", StringComparison.Ordinal)));
        Assert.Single(lines, line => line == $"PROCESSPROXY_RUN={child.Identity.Mark}");
    }

    [Fact(Timeout = Patience)]
    public async Task It_does_not_see_what_our_server_was_told_about_itself_by_a_server_that_runs_it()
    {
        Environment.SetEnvironmentVariable("PROCESSPROXY_INSTANCE", "7");
        Environment.SetEnvironmentVariable("PROCESSPROXY_PID", "4711");
        using var child = bench.Launch("env", spec => spec with { Env = new ValueMap([new("PROCESSPROXY_PID", "own")]) });
        await PlatformBench.EndOf(child);
        var lines = bench.Output.Split('\n');
        Assert.DoesNotContain(lines, line => line.StartsWith("PROCESSPROXY_INSTANCE=", StringComparison.Ordinal));
        Assert.Equal(["PROCESSPROXY_PID=own"], lines.Where(line => line.StartsWith("PROCESSPROXY_PID=", StringComparison.Ordinal)));
    }

    [Fact(Timeout = Patience)]
    public async Task Both_outputs_go_to_one_file_in_order_or_to_two()
    {
        using (var merged = bench.Shell("echo 1; echo 2 >&2; echo 3; echo 4 >&2"))
        {
            await PlatformBench.EndOf(merged);
            Assert.Equal("1\n2\n3\n4\n", bench.Output);
        }

        await bench.LogFreeAsync();
        using var separate = bench.Shell("echo 5; echo 6 >&2", spec => spec with { Log = spec.Log with { Output = OutputMode.Separate } });
        await PlatformBench.EndOf(separate);
        Assert.Equal("1\n2\n3\n4\n5\n", bench.Output);
        Assert.Equal("6\n", await File.ReadAllTextAsync(bench.Log.ErrorFile, PlatformBench.Cancelled));
    }

    [Fact(Timeout = Patience)]
    public async Task Output_that_is_not_kept_is_dropped()
    {
        using var child = bench.Shell("echo lost", spec => spec with { Log = spec.Log with { Keep = false } });
        Assert.Equal(0, (await PlatformBench.EndOf(child)).Code);
        Assert.False(File.Exists(bench.Log.File));
    }

    [Fact(Timeout = Patience)]
    public async Task The_log_is_held_as_long_as_anything_of_the_tree_lives_and_read_by_anybody_meanwhile()
    {
        using (var child = bench.Shell("setsid sleep 100 & echo $!"))
        {
            await PlatformBench.EndOf(child);
            Assert.True(bench.Host.IsOutputHeld(bench.Log));
            var refused = Assert.Throws<LaunchException>(() => bench.Shell("echo never"));
            Assert.Contains($"Its log {bench.Log.File} is still held open", refused.Message, StringComparison.Ordinal);
            Libc.Kill(int.Parse(File.ReadAllText(bench.Log.File), CultureInfo.InvariantCulture), Signals.Kill);
        }

        await bench.LogFreeAsync();
        using var next = bench.Shell("echo next");
        await PlatformBench.EndOf(next);
        Assert.DoesNotContain("never", bench.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task Whoever_only_has_the_log_open_does_not_hold_it()
    {
        await using var reader = new FileStream(bench.Log.File, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite);
        Assert.False(bench.Host.IsOutputHeld(bench.Log));
        using var child = bench.Shell("echo fine");
        Assert.Equal(0, (await PlatformBench.EndOf(child)).Code);
    }

    [Theory(Timeout = Patience)]
    [InlineData("fifo", "cannot be opened")]
    [InlineData("link", "it is a symbolic link")]
    [InlineData("folder", "it is a folder")]
    public async Task Something_else_in_the_logs_place_refuses_the_launch(string what, string why)
    {
        var path = bench.Log.File;
        switch (what)
        {
            case "fifo":
                NamedPipe.Create(path);
                break;
            case "link":
                File.CreateSymbolicLink(path, "/dev/null");
                break;
            default:
                Directory.CreateDirectory(path);
                break;
        }

        var refused = await Assert.ThrowsAsync<LaunchException>(() => Task.Run(() => bench.Shell("echo x"), PlatformBench.Cancelled));
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.Empty(bench.Alive());
    }

    [Fact(Timeout = Patience)]
    public async Task A_file_that_the_kernel_does_not_take_for_a_program_says_so()
    {
        // Not by this process: a program that another test launches would have it open for writing until its exec, and then it cannot be run.
        using (var writer = bench.Shell("echo 'echo no head' > script; chmod 755 script"))
        {
            Assert.Equal(0, (await PlatformBench.EndOf(writer)).Code);
        }

        await bench.LogFreeAsync();
        var refused = Assert.Throws<LaunchException>(() => bench.Launch("./script"));
        Assert.Contains("neither a program for this machine nor a script with a #! line", refused.Message, StringComparison.Ordinal);
        await bench.LogFreeAsync();
        var tooLong = Assert.Throws<LaunchException>(() => bench.Launch("true", null, new string('x', 4 << 20)));
        Assert.Contains("too long", tooLong.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task Launching_and_ending_leaves_no_descriptor_and_no_zombie()
    {
        await LaunchManyAsync(3);
        var before = Directory.GetFiles("/proc/self/fd").Length;
        await LaunchManyAsync(50);

        // Other tests of this process open and close files meanwhile; fifty leaked ones would stand out.
        await Wait.Until(() => Directory.GetFiles("/proc/self/fd").Length < before + 40, "the descriptors are closed");

        async Task LaunchManyAsync(int count)
        {
            for (var i = 0; i < count; i++)
            {
                int pid;
                using (var child = bench.Launch("true"))
                {
                    pid = child.Identity.Pid;
                    Assert.Equal(0, (await PlatformBench.EndOf(child)).Code);
                }

                Assert.Null(ProcFs.ReadStat(pid));
                await bench.LogFreeAsync();
            }
        }
    }
}
