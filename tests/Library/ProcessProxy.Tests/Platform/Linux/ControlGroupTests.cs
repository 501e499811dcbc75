using System.Globalization;
using ProcessProxy.Platform.Linux.Cgroups;
using ProcessProxy.Platform.Linux.Proc;
using ProcessProxy.Platform.Linux.Processes;
using ProcessProxy.Platform.Processes;
using Xunit;

namespace ProcessProxy.Tests.Platform.Linux;

/// <summary>What a program starts stays in its control group, whatever it does to get away.</summary>
public sealed class ControlGroupTests : IAsyncLifetime
{
    private const int Patience = 30_000;

    // Each loses what it could otherwise be found by: session, parent, output and environment.
    // The first words wait until the program is in its group: it is moved there right after its launch.
    private const string Escape = "until grep -q '~' /proc/$$/cgroup; do :; done; env -i setsid sh -c 'sleep 100 > /dev/null 2>&1 & echo $!; wait' &";
    private readonly PlatformBench bench = new(grouped: true);

    public ValueTask InitializeAsync()
    {
        Assert.SkipWhen(
            bench.Notes.Entries.Any(entry => entry.Contains("are not used", StringComparison.Ordinal)),
            "This machine lets us make no control groups.");
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Theory(Timeout = Patience)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_left_session_parent_output_and_environment_is_ended_all_the_same(bool thorough)
    {
        using var child = bench.Shell($"{Escape} exit 3");
        var escaped = await EscapedAsync();
        await PlatformBench.EndOf(child);
        Assert.True(IsAlive(escaped));
        Assert.Empty(await child.EndTreeAsync(new EndTreeRequest(15, TimeSpan.FromSeconds(20), thorough), CancellationToken.None));
        Assert.False(IsAlive(escaped));
    }

    [Fact(Timeout = Patience)]
    public async Task What_ignores_every_request_to_end_is_killed_wherever_it_is()
    {
        using var child = bench.Shell($"trap '' TERM; {Escape} wait");
        var escaped = await EscapedAsync();
        Assert.Empty(await child.EndTreeAsync(new EndTreeRequest(15, TimeSpan.FromMilliseconds(100), true), CancellationToken.None));
        Assert.False(IsAlive(escaped));
    }

    [Fact(Timeout = Patience)]
    public async Task A_run_has_a_group_of_its_own_that_goes_with_it()
    {
        using var first = bench.Launch("sleep", spec => spec with { Log = spec.Log with { Keep = false } }, "100");
        using var second = bench.Launch("sleep", spec => spec with { Log = spec.Log with { Keep = false } }, "100");
        var group = bench.Groups!.Open(first.Identity.ControlGroup, first.Identity.Mark)!;
        Assert.Equal([first.Identity.Pid], group.Members());
        Assert.NotEqual(first.Identity.ControlGroup, second.Identity.ControlGroup);

        Assert.Empty(await first.EndTreeAsync(new EndTreeRequest(15, TimeSpan.FromSeconds(20), true), CancellationToken.None));
        first.Dispose();
        Assert.Null(bench.Groups.Open(first.Identity.ControlGroup, first.Identity.Mark));
        Assert.True(IsAlive(second.Identity.Pid));
    }

    [Fact(Timeout = Patience)]
    public async Task Groups_that_the_program_made_below_its_own_belong_to_it_and_go_with_it()
    {
        using var child = bench.Shell("read line; :", spec => spec);
        using var other = bench.Launch("sleep", spec => spec with { Log = spec.Log with { Keep = false } }, "100");
        var mount = ControlGroupMount.Find(File.ReadLines("/proc/self/mountinfo"))!;
        var group = bench.Groups!.Open(other.Identity.ControlGroup, other.Identity.Mark)!;
        var below = Path.Combine(mount.FolderOf(group.Path)!, "one", "two");
        Directory.CreateDirectory(below);
        File.WriteAllText(Path.Combine(below, "cgroup.procs"), other.Identity.Pid.ToString(CultureInfo.InvariantCulture));
        Assert.Equal([other.Identity.Pid], group.Members());
        Assert.True(group.IsPopulated);
        group.Remove();
        Assert.True(Directory.Exists(below));
        await other.EndTreeAsync(new EndTreeRequest(9, TimeSpan.FromSeconds(20), true), CancellationToken.None);
        other.Dispose();
        Assert.False(Directory.Exists(mount.FolderOf(group.Path)));
    }

    [Fact(Timeout = Patience)]
    public async Task What_is_left_of_a_run_that_nobody_saw_end_is_ended_by_its_group()
    {
        using var child = bench.Shell($"{Escape} exit 3");
        var escaped = await EscapedAsync();
        await PlatformBench.EndOf(child);
        Assert.Empty(await bench.Host.EndLeftoversAsync(child.Identity, new EndTreeRequest(15, TimeSpan.FromSeconds(20), true), PlatformBench.Cancelled));
        Assert.False(IsAlive(escaped));
        Assert.Null(bench.Groups!.Open(child.Identity.ControlGroup, child.Identity.Mark));
    }

    [Theory(Timeout = Patience)]
    [InlineData("/")]
    [InlineData("")]
    [InlineData("no slash")]
    [InlineData("/FAMILY")]
    [InlineData("/FAMILY/MARK")]
    [InlineData("/FAMILY/~MARK")]
    [InlineData("/FAMILY/../FAMILY/web~MARK")]
    [InlineData("/FAMILY/other~MARK/..")]
    [InlineData("/processproxy-000000000000/web~MARK")]
    [InlineData("/FAMILY/web~another-mark")]
    [InlineData("/FAMILY/web/MARK")]
    [InlineData("/FAMILY/other~MARK")]
    [InlineData("/FAMILY/web~MARK/below")]
    public void A_path_that_is_not_that_of_the_run_names_no_group(string path)
    {
        using var child = bench.Launch("sleep", spec => spec with { Log = spec.Log with { Keep = false } }, "100");
        var forged = path.Replace("FAMILY", ControlGroups.FamilyName(bench.Folder), StringComparison.Ordinal).Replace("MARK", child.Identity.Mark["web/".Length..], StringComparison.Ordinal);
        Assert.NotNull(bench.Groups!.Open(child.Identity.ControlGroup, child.Identity.Mark));
        Assert.Null(bench.Groups.Open(forged, child.Identity.Mark));
    }

    [Fact(Timeout = Patience)]
    public async Task A_forged_group_in_an_identity_ends_nobody()
    {
        using var bystander = bench.Launch("sleep", spec => spec with { Log = spec.Log with { Keep = false } }, "100");
        using var child = bench.Launch("sleep", spec => spec with { Log = spec.Log with { Keep = false } }, "100");
        var forged = child.Identity with { Pid = int.MaxValue, Mark = "web/forged", ControlGroup = bystander.Identity.ControlGroup };
        Assert.Empty(await bench.Host.EndLeftoversAsync(forged, new EndTreeRequest(9, TimeSpan.Zero, true), PlatformBench.Cancelled));
        Assert.True(IsAlive(bystander.Identity.Pid));
        Assert.True(IsAlive(child.Identity.Pid));
    }

    [Fact(Timeout = Patience)]
    public async Task The_next_server_finds_a_program_by_its_id_alone_and_removes_empty_groups()
    {
        using var child = bench.Launch("sleep", spec => spec with { Log = spec.Log with { Keep = false } }, "100");
        using var ended = bench.Launch("true", spec => spec with { Log = spec.Log with { Keep = false } });
        await PlatformBench.EndOf(ended);
        var quiet = bench.Log with { Keep = false };
        var groups = ControlGroups.Create(bench.Folder, bench.Notes);
        await using var next = new LinuxProcessHost(TimeProvider.System, groups);
        Assert.Null(groups!.Open(ended.Identity.ControlGroup, ended.Identity.Mark));
        Assert.True(next.IsHeld("web", quiet));
        Assert.False(next.IsHeld("we", quiet));
        using var found = next.FindByLog("web", quiet);
        Assert.Equal(child.Identity, found!.Identity);
        Assert.Null(next.FindByLog("other", quiet));
        using var byMark = next.FindByMark(child.Identity.Mark);
        Assert.Equal(child.Identity, byMark!.Identity);
    }

    [Fact]
    public void A_mount_is_found_among_others_and_maps_names_to_folders()
    {
        string[] mounts =
        [
            "23 28 0:21 / /sys rw,nosuid - sysfs sysfs rw",
            "32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu",
            @"41 31 0:38 /box /sys/fs/my\040groups rw,relatime shared:9 master:3 - cgroup2 cgroup2 rw",
        ];
        var mount = ControlGroupMount.Find(mounts)!;
        Assert.Equal(new ControlGroupMount("/sys/fs/my groups", "/box"), mount);
        Assert.Equal("/sys/fs/my groups/a/b", mount.FolderOf("/box/a/b"));
        Assert.Equal("/sys/fs/my groups", mount.FolderOf("/box"));
        Assert.Null(mount.FolderOf("/boxer"));
        Assert.Null(mount.FolderOf("/box/../etc"));
        Assert.Null(ControlGroupMount.Find(mounts[..2]));
        Assert.Null(ControlGroupMount.Find(["", "a b c", "1 2 3 4 5 6 7 -"]));
    }

    private static bool IsAlive(int pid) => ProcFs.ReadStat(pid) is { IsDead: false };

    private async Task<int> EscapedAsync()
    {
        await bench.WrittenAsync("\n");
        return int.Parse(bench.Output, CultureInfo.InvariantCulture);
    }
}
