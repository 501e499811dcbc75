using ProcessProxy.Platform.Processes;
using Xunit;

namespace ProcessProxy.Tests.Platform.Linux;

/// <summary>What a whole tree uses, seen from outside.</summary>
public sealed class TreeMeterTests : IAsyncLifetime
{
    private const int Patience = 60_000;
    private readonly PlatformBench bench = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Theory(Timeout = Patience)]
    [InlineData("sleep 100 & sleep 100 & echo up; wait", 3)]
    [InlineData("setsid sleep 100 & echo up; wait", 2)]
    [InlineData("env -u PROCESSPROXY_RUN sleep 100 & echo up; wait", 2)]
    public async Task Every_member_counts_wherever_it_has_gone(string script, int members)
    {
        using var child = bench.Shell(script);
        await bench.WrittenAsync("up");
        TreeUsage usage = default;
        await Wait.Until(() => (usage = Measure(child)!.Value).Processes == members, "all its processes are there");
        Assert.Equal(members, usage.Threads);
        Assert.InRange(usage.Memory!.Value, members * 4096L, members * (64L << 20));

        // Each has at least its three.
        Assert.InRange(usage.Descriptors!.Value, 3 * members, 12 * members);
    }

    [Fact(Timeout = Patience)]
    public async Task Processor_time_of_a_member_that_has_ended_still_counts()
    {
        using var child = bench.Shell("sh -c 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done'; echo done; sleep 100");
        await bench.WrittenAsync("done");
        Assert.InRange(Measure(child)!.Value.CpuTime!.Value, TimeSpan.FromMilliseconds(20), TimeSpan.FromMinutes(1));
    }

    [Fact(Timeout = Patience)]
    public async Task Several_are_measured_at_once_and_none_is_taken_for_another()
    {
        using var first = bench.Shell("echo one; sleep 100 & wait", launch => launch with { Log = launch.Log with { File = launch.Log.File + "1" } });
        using var second = bench.Shell("echo two; exec sleep 100");
        await bench.WrittenAsync("two");
        await Wait.Until(() => Measure(first)?.Processes == 2, "both its processes are there");
        var both = bench.Host.Measure([first.Identity, second.Identity, first.Identity with { Pid = 999_999, Mark = "web/nobody" }]);
        Assert.Equal([2, 1, null], both.Select(usage => usage?.Processes));
    }

    [Fact(Timeout = Patience)]
    public async Task Of_a_tree_that_is_gone_or_of_another_boot_nothing_is_known()
    {
        using var child = bench.Shell("exit 0");
        await PlatformBench.EndOf(child);
        Assert.Null(Measure(child));
        await bench.LogFreeAsync();
        using var other = bench.Shell("sleep 100");
        Assert.Null(bench.Host.Measure([other.Identity with { BootId = "another" }])[0]);
    }

    private TreeUsage? Measure(IChildProcess child) => bench.Host.Measure([child.Identity])[0];
}
