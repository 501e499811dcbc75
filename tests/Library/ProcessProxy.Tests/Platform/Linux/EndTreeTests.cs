using System.Globalization;
using ProcessProxy.Configuration;
using ProcessProxy.Platform.Linux.Proc;
using ProcessProxy.Platform.Linux.Trees;
using ProcessProxy.Platform.Processes;
using Xunit;

namespace ProcessProxy.Tests.Platform.Linux;

/// <summary>A child is its whole tree: what ends it, and when.</summary>
public sealed class EndTreeTests : IAsyncLifetime
{
    private const int Patience = 30_000;
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);
    private readonly PlatformBench bench = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Theory(Timeout = Patience)]
    [InlineData("exec sleep 100")]
    [InlineData("sleep 100 & sleep 100 & wait")]
    [InlineData("sh -c 'sh -c \"sleep 100; :\"; :'; :")]
    [InlineData("setsid sleep 100 & sleep 100")]
    [InlineData("(setsid sh -c 'sleep 100; :' &) ; sleep 100")]
    public async Task What_obeys_is_gone_well_before_its_time(string script)
    {
        using var child = bench.Shell($"echo up; {script}");
        await bench.WrittenAsync("up");
        Assert.Empty(await EndAsync(child, Long));
        Assert.Empty(bench.Alive());
        Assert.Equal(new ProcessEnd(null, 15), await PlatformBench.EndOf(child));
    }

    [Theory(Timeout = Patience)]
    [InlineData("trap '' TERM; echo up; while :; do sleep 1; done")]
    [InlineData("trap '' TERM; sh -c 'sleep 100; :' & echo up; wait")]
    [InlineData("(trap '' TERM; setsid sh -c 'sleep 100; :') & echo up; wait")]
    public async Task What_ignores_the_signal_is_killed_when_its_time_is_up(string script)
    {
        using var child = bench.Shell(script);
        await bench.WrittenAsync("up");
        Assert.Empty(await EndAsync(child, Short));
        Assert.Empty(bench.Alive());
    }

    [Fact(Timeout = Patience)]
    public async Task What_is_stopped_hears_the_signal_all_the_same()
    {
        using var child = bench.Shell("trap 'echo heard; exit 5' TERM; echo up; while :; do sleep 0.05; done");
        await bench.WrittenAsync("up");
        ProcessProxy.Platform.Unix.Libc.Kill(-child.Identity.Pid, 19);

        // D: it waits in vfork for a child that was stopped before its exec.
        await Wait.Until(() => ProcFs.ReadStat(child.Identity.Pid) is { State: 'T' or 'D' }, "it is stopped");
        Assert.Empty(await EndAsync(child, Long));
        Assert.Equal(5, (await PlatformBench.EndOf(child)).Code);
        Assert.Contains("heard", bench.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task The_tree_is_not_gone_before_its_last_member_is()
    {
        // Like npm: the leader goes at once, what it started takes its time.
        using var child = bench.Shell("sh -c 'trap \"sleep 0.3; echo last; exit\" TERM; echo up; while :; do sleep 0.02; done' & trap 'exit 0' TERM; wait");
        await bench.WrittenAsync("up");
        Assert.Empty(await EndAsync(child, Long));
        Assert.EndsWith("last\n", bench.Output, StringComparison.Ordinal);
        Assert.Empty(bench.Alive());
    }

    [Fact(Timeout = Patience)]
    public async Task With_the_program_alone_asked_what_it_leaves_behind_is_killed_though_there_is_time()
    {
        using var child = bench.Shell("trap 'exit 4' TERM; (trap 'echo asked' TERM; echo member; while :; do sleep 0.02; done) & while :; do sleep 0.02; done");
        await bench.WrittenAsync("member");
        Assert.Empty(await child.EndTreeAsync(new EndTreeRequest(15, TimeSpan.FromHours(1), Thorough: false, To: StopTarget.Main), CancellationToken.None));
        Assert.Equal(4, (await PlatformBench.EndOf(child)).Code);
        Assert.Equal("member\n", bench.Output);
        Assert.Empty(bench.Alive());
    }

    [Fact(Timeout = Patience)]
    public async Task What_a_crash_left_behind_is_cleared()
    {
        using var child = bench.Shell("sleep 100 & setsid sleep 100 & exit 3");
        Assert.Equal(3, (await PlatformBench.EndOf(child)).Code);
        Assert.NotEmpty(bench.Alive());
        Assert.Empty(await EndAsync(child, Long));
        Assert.Empty(bench.Alive());
    }

    [Fact(Timeout = Patience)]
    public async Task What_somebody_elses_child_left_behind_is_cleared_by_its_mark_and_nobody_else_is_touched()
    {
        using var child = bench.Shell("setsid sleep 100 & sleep 100 & exit 3");
        using var other = bench.Launch("sleep", spec => spec with { Log = spec.Log with { Keep = false } }, "100");
        await PlatformBench.EndOf(child);

        // For a moment after exec the kernel does not show its environment yet.
        await Wait.Until(() => bench.Alive().Any(entry => entry.Pid == other.Identity.Pid), "its mark is shown");
        var left = await bench.Host.EndLeftoversAsync(child.Identity, new EndTreeRequest(15, Long, true), PlatformBench.Cancelled);
        Assert.Empty(left);
        Assert.Equal([other.Identity.Pid], bench.Alive().Select(entry => entry.Pid));
        Assert.Empty(await bench.Host.EndLeftoversAsync(other.Identity with { BootId = "another boot" }, new EndTreeRequest(9, Long, true), PlatformBench.Cancelled));
        Assert.Single(bench.Alive());
    }

    [Fact(Timeout = Patience)]
    public async Task Members_are_known_by_their_mark_and_nobody_without_one_ever_is()
    {
        // The table is only looked at; nothing is signalled.
        foreach (var mark in (string?[])[null, ""])
        {
            var members = new TreeMembers(new ProcessIdentity(bench.Host.BootId, int.MaxValue, 1, 0, mark!), null, null, new ProcessTable(TimeProvider.System), TimeProvider.System);
            Assert.Empty(await members.FindAsync());
        }
    }

    [Fact(Timeout = Patience)]
    public async Task Having_no_time_left_kills_at_once()
    {
        using var child = bench.Shell("trap '' TERM; echo up; while :; do sleep 1; done");
        await bench.WrittenAsync("up");
        using var hurry = new CancellationTokenSource();
        var ending = child.EndTreeAsync(new EndTreeRequest(15, TimeSpan.FromHours(1), true), hurry.Token);
        Assert.False(ending.IsCompleted);
        await hurry.CancelAsync();
        Assert.Empty(await ending);
        Assert.Empty(bench.Alive());
    }

    [Fact(Timeout = Patience)]
    public async Task Ending_what_has_ended_is_done_at_once()
    {
        using var child = bench.Launch("true");
        await PlatformBench.EndOf(child);
        Assert.Empty(await EndAsync(child, TimeSpan.FromHours(1)));
        Assert.Empty(await EndAsync(child, TimeSpan.FromHours(1)));
    }

    private static Task<IReadOnlyList<string>> EndAsync(IChildProcess child, TimeSpan grace) =>
        child.EndTreeAsync(new EndTreeRequest(15, grace, Thorough: true), CancellationToken.None);
}
