using ProcessProxy.Configuration;
using ProcessProxy.Platform.Network;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision;
using ProcessProxy.Supervision.Recovering;
using ProcessProxy.Supervision.Running;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Running;

public sealed class ProcessGroupTests : IAsyncDisposable
{
    private const int Patience = 20_000;
    private readonly Bench bench = new();
    private readonly List<ProcessGroup> groups = [];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var group in groups)
        {
            await group.DisposeAsync();
        }

        Assert.DoesNotContain(bench.Notes.Entries, entry => entry.StartsWith("Critical", StringComparison.Ordinal) || entry.Contains("internal error", StringComparison.Ordinal));
        bench.Dispose();
    }

    [Fact(Timeout = Patience)]
    public async Task Each_instance_has_a_port_of_its_own_and_serves_when_that_accepts()
    {
        var group = Begin(Web(3));
        await bench.UntilAsync("web", info => info.Instances?.All(instance => instance.State == RunState.Running) == true);
        var ports = bench.Feed.Get("web")!.Instances!.Select(instance => instance.Port!.Value).ToList();
        Assert.Equal(3, ports.Distinct().Count());
        Assert.Empty(bench.Feed.Find("web")!.Endpoints!);
        bench.Accepting[ports[1]] = true;
        await TickUntilAsync(() => bench.Feed.Find("web")!.Endpoints!.Count == 1);
        Assert.Equal((2, ports[1]), (bench.Feed.Find("web")!.Endpoints![0].Instance, bench.Feed.Find("web")!.Endpoints![0].Port));
        Assert.Equal(["web", "web.2", "web.3"], group.Runners.Select(runner => runner.Key));
    }

    [Fact(Timeout = Patience)]
    public async Task A_program_with_a_fixed_port_that_listens_only_on_an_outside_address_can_answer()
    {
        Begin(Web() with { Port = new PortSpec { Number = 8080 }, Replace = new ReplaceSpec() });
        await bench.UntilAsync("web", RunState.Running);
        Assert.Empty(bench.Feed.Find("web")!.Endpoints!);
        bench.Listening[8080] = true;
        await TickUntilAsync(() => bench.Feed.Find("web")!.Endpoints!.Count == 1);
    }

    [Fact(Timeout = Patience)]
    public async Task One_of_several_instances_without_a_port_is_stopped_without_waiting_for_the_requests_of_the_others()
    {
        bench.BeforeStop = (_, token) => Task.Delay(Timeout.InfiniteTimeSpan, bench.Time, token);
        var group = Begin(Web(2) with { Port = null, Replace = new ReplaceSpec() });
        await bench.UntilAsync("web", info => info.Instances?.All(instance => instance.State == RunState.Running) == true);
        await group.CommandAsync(CommandKind.Stop, 2, "a test", Cancelled);
        Assert.Equal([true, false], bench.Host.Children.Select(child => child.IsTreeAlive));
    }

    [Theory(Timeout = Patience)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task All_instances_without_a_port_that_end_together_complete_their_requests(bool isRestart)
    {
        var quiet = new TaskCompletionSource();
        var asked = 0;
        bench.BeforeStop = (_, _) =>
        {
            Interlocked.Increment(ref asked);
            return quiet.Task;
        };
        var group = Begin(Web(2) with { Port = null, Replace = new ReplaceSpec() });
        await bench.UntilAsync("web", info => info.Instances?.All(instance => instance.State == RunState.Running) == true);
        var command = group.CommandAsync(isRestart ? CommandKind.Restart : CommandKind.Stop, "a test", Cancelled);
        await TickUntilAsync(() => Volatile.Read(ref asked) == 2, TimeSpan.Zero);
        Assert.All(bench.Host.Children, child => Assert.True(child.IsTreeAlive));
        quiet.SetResult();
        await command;
        Assert.All(bench.Host.Children.Take(2), child => Assert.False(child.IsTreeAlive));
    }

    [Fact(Timeout = Patience)]
    public async Task The_programs_of_all_instances_and_the_commands_before_them_see_the_id_of_the_process()
    {
        bench.Host.OnChild = child => _ = ProcessMark.IsOfHelper(child.Identity.Mark) ? EndOf(child) : child;
        Begin(Web(2) with { PreStart = new() { Command = new() { Command = "first" } } });
        await ServeAsync(2);
        Assert.Equal(4, bench.Host.Launches.Count);
        Assert.All(bench.Host.Launches, launch => Assert.Equal("web", launch.ProcessId));

        static FakeChild EndOf(FakeChild child)
        {
            child.Exit(0);
            return child;
        }
    }

    [Fact(Timeout = Patience)]
    public async Task The_whole_process_is_shown_as_the_contract_says()
    {
        var group = Begin(Web(2));
        await ServeAsync(2);
        bench.Host.Children[1].Exit(3);
        var info = await bench.UntilAsync("web", one => one.Instances?.Any(instance => instance.State == RunState.Backoff) == true);
        Assert.Equal((RunState.Running, "1 of 2 running", null, null, null, 1), (info.State, info.Reason, info.Pid, info.PidFile, info.LogFile, info.RestartCount));
        Assert.Equal([1, 2], info.Instances!.Select(instance => instance.Instance));
        Assert.All(info.Instances!, instance => Assert.Equal("web", instance.Id));
        Assert.Single(bench.Feed.Find("web")!.Endpoints!);
        Assert.Equal(2, group.Runners.Count);
    }

    [Fact(Timeout = Patience)]
    public async Task A_new_program_serves_when_its_port_accepts_and_then_the_old_one_ends()
    {
        var group = Begin(Web());
        await ServeAsync(1);
        var old = bench.Feed.Find("web")!.Endpoints![0];
        Assert.True(old.TryEnter());
        var restart = group.CommandAsync(CommandKind.Restart, "a test", Cancelled);
        await TickUntilAsync(() => bench.Host.Children.Count == 2);
        Assert.Same(old, bench.Feed.Find("web")!.Endpoints![0]);
        bench.Accepting[20001] = true;
        await TickUntilAsync(() => restart.IsCompleted);
        Assert.Equal((20001, bench.Host.Last.Identity.Pid), (Assert.Single(bench.Feed.Find("web")!.Endpoints!).Port, (await restart).Pid));
        Assert.False(old.TryEnter());
        Assert.True(bench.Host.Children[0].IsTreeAlive);
        old.Leave();
        await TickUntilAsync(() => !bench.Host.Children[0].IsTreeAlive);
        Assert.True(bench.Host.Last.IsTreeAlive);
    }

    [Fact(Timeout = Patience)]
    public async Task A_new_program_that_ends_is_refused_with_its_reason_and_the_old_one_goes_on()
    {
        var group = Begin(Web());
        await ServeAsync(1);
        bench.Host.OnChild = child => child.Exit(7);
        var refused = await Assert.ThrowsAsync<ProcessProxyException>(() => group.CommandAsync(CommandKind.Restart, "a test", Cancelled));
        Assert.Equal((ErrorCodes.ReplacementFailed, "web was not replaced: the new program exited with code 7. It has written nothing."), (refused.Code, refused.Message));
        var info = await bench.UntilAsync("web", one => one.ReplacementFailure is not null);
        Assert.Equal((RunState.Running, true, "exited with code 7", bench.Host.Children[0].Identity.Pid), (info.State, info.Outdated, info.ReplacementFailure!.Reason, info.Pid));
        Assert.Equal(20000, Assert.Single(bench.Feed.Find("web")!.Endpoints!).Port);
    }

    [Fact(Timeout = Patience)]
    public async Task A_new_program_that_does_not_listen_is_ended_when_its_time_is_over()
    {
        var group = Begin(Web());
        await ServeAsync(1);
        var restart = group.CommandAsync(CommandKind.Restart, "a test", Cancelled);
        await TickUntilAsync(() => bench.Host.Children.Count == 2);
        await TickUntilAsync(() => restart.IsCompleted, TimeSpan.FromSeconds(1));
        var refused = await Assert.ThrowsAsync<ProcessProxyException>(() => restart);
        Assert.StartsWith("web was not replaced: the new program does not listen on its port 20001 (PORT) within 60 s (replaceTimeout).", refused.Message, StringComparison.Ordinal);
        Assert.False(bench.Host.Last.IsTreeAlive);
        Assert.True(bench.Host.Children[0].IsTreeAlive);
    }

    [Theory(Timeout = Patience)]
    [InlineData(false, "the new program listens on 3000, was given 20001 (PORT): have it listen on the port in PORT within 60 s (replaceTimeout).")]
    [InlineData(true, "the new program does not listen on its port 20001 (PORT) within 60 s (replaceTimeout).")]
    public async Task A_new_program_that_ignores_its_port_is_ended_and_told_both(bool isOnBoth, string why)
    {
        var group = Begin(Web());
        await ServeAsync(1);
        bench.Host.Ports = new PortsOfAll(isOnBoth ? [3000, 20001] : [3000]);
        var restart = group.CommandAsync(CommandKind.Restart, "a test", Cancelled);
        await TickUntilAsync(() => bench.Host.Children.Count == 2);
        await TickUntilAsync(() => restart.IsCompleted, TimeSpan.FromSeconds(1));
        var refused = await Assert.ThrowsAsync<ProcessProxyException>(() => restart);
        Assert.StartsWith($"web was not replaced: {why}", refused.Message, StringComparison.Ordinal);
        Assert.Equal((true, why.TrimEnd('.')), bench.Feed.Get("web") is { ReplacementFailure: { } failure } info ? (info.Outdated, $"the new program {failure.Reason}") : default);
    }

    [Fact(Timeout = Patience)]
    public async Task The_reason_says_that_a_replacement_is_under_way_and_that_the_old_program_finishes_its_requests()
    {
        var group = Begin(Web(2));
        await ServeAsync(2);
        var old = bench.Feed.Find("web")!.Endpoints![1];
        Assert.True(old.TryEnter());
        var restart = group.CommandAsync(CommandKind.Restart, 2, "a test", Cancelled);
        await bench.UntilAsync("web", info => info.Reason == "2 of 2 running; instance 2 is being replaced"
            && info.Instances![1].Reason.EndsWith("; a new program starts beside it", StringComparison.Ordinal));
        bench.Accepting[20002] = true;
        await TickUntilAsync(() => restart.IsCompleted);
        await bench.UntilAsync("web", info => info.Reason == "2 of 2 running"
            && info.Instances![1].Reason.EndsWith("; the old program finishes its requests", StringComparison.Ordinal));
        old.Leave();
        await TickUntilAsync(() => bench.Feed.Get("web")!.Instances!.All(info => !info.Reason.Contains(';', StringComparison.Ordinal)));
    }

    [Fact(Timeout = Patience)]
    public async Task More_instances_are_started_and_fewer_are_drained_and_stopped()
    {
        var group = Begin(Web());
        await ServeAsync(1);
        Assert.Equal(3, (await group.ScaleAsync(3, Cancelled)).Instances?.Count);
        await ServeAsync(3);
        Assert.Null((await group.ScaleAsync(1, Cancelled)).Instances);
        Assert.Equal([true, false, false], bench.Host.Children.Select(child => child.IsTreeAlive));
        Assert.Equal(20000, Assert.Single(bench.Feed.Find("web")!.Endpoints!).Port);
    }

    [Fact(Timeout = Patience)]
    public async Task The_next_server_adopts_every_instance_with_its_port()
    {
        var group = Begin(Web(2));
        await ServeAsync(2);
        var restart = group.CommandAsync(CommandKind.Restart, 2, "a test", Cancelled);
        await TickUntilAsync(() => bench.Host.Children.Count == 3);
        bench.Accepting[20002] = true;
        await TickUntilAsync(() => bench.Feed.Find("web")!.Endpoints!.Any(endpoint => endpoint.Port == 20002) && !bench.Host.Children[1].IsTreeAlive);
        await restart;
        await group.DisposeAsync();

        Begin(Web(2));
        await TickUntilAsync(() => bench.Feed.Find("web")!.Endpoints?.Count == 2);
        Assert.Equal([20000, 20002], bench.Feed.Find("web")!.Endpoints!.Select(endpoint => endpoint.Port));
        Assert.Equal(3, bench.Host.Launches.Count);
    }

    [Fact(Timeout = Patience)]
    public async Task A_process_that_nobody_asks_for_sleeps_and_the_first_request_wakes_it()
    {
        var group = Begin(Web() with { Start = StartMode.OnDemand, IdleTimeout = TimeSpan.FromMinutes(1) });
        await group.Recovered.WaitAsync(Cancelled);
        var use = bench.Feed.Find("web")!.Use!;
        Assert.Equal((true, false, GroupView.Sleeps), bench.Feed.Find("web") is { } found ? (found.WillRun, found.IsWanted, found.Reason) : default);
        use.Enter();
        await ServeAsync(1);
        use.Leave();
        await TickUntilAsync(() => !bench.Host.Last.IsTreeAlive, TimeSpan.FromSeconds(5));
        await bench.UntilAsync("web", info => info.State == RunState.Stopped && info.Reason == GroupView.Sleeps);
        Assert.Single(bench.Host.Launches);
        use.Enter();
        await TickUntilAsync(() => bench.Host.Launches.Count == 2);
    }

    private ProcessSpec Web(int instances = 1) => new()
    {
        Id = "web", Launch = bench.Launch("web"), Instances = instances, Port = new PortSpec(), Replace = new ReplaceSpec { Mode = ReplaceMode.Rolling },
    };

    private ProcessGroup Begin(ProcessSpec spec)
    {
        if (groups.Count > 0)
        {
            bench.Host.Running.AddRange(bench.Host.Children.Where(child => child.IsTreeAlive));
            bench.Host.Children.Clear();
            bench.NextServer();
        }

        bench.Feed.SetOrder(["web"]);
        var group = new ProcessGroup(spec, GroupPast.Of(spec, bench.Services), bench.Services, Task.CompletedTask, "the server at its start");
        groups.Add(group);
        return group;
    }

    /// <summary>Lets the programs listen, and waits until all of them serve.</summary>
    private async Task ServeAsync(int instances)
    {
        await TickUntilAsync(() =>
        {
            foreach (var port in Enumerable.Range(20000, bench.Host.Launches.Count))
            {
                bench.Accepting[port] = true;
            }

            return bench.Feed.Find("web")!.Endpoints?.Count == instances;
        });
    }

    /// <summary>Every program listens on these ports.</summary>
    private sealed class PortsOfAll(IReadOnlyList<int> ports) : IPortTable
    {
        public PortListener? Find(int port) => null;

        public IReadOnlyList<int> PortsOf(int session) => ports;
    }

    private Task TickUntilAsync(Func<bool> condition) => TickUntilAsync(condition, TimeSpan.FromMilliseconds(10));

    /// <summary>Lets time pass until something is so.</summary>
    private async Task TickUntilAsync(Func<bool> condition, TimeSpan step)
    {
        while (!condition())
        {
            bench.Time.Advance(step);
            await Task.Delay(1, Cancelled);
        }
    }
}
