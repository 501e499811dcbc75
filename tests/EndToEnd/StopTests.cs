using System.Diagnostics;
using ProcessProxy.EndToEnd.Support;
using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>A child is its whole tree, and a stop is over when nothing of it is alive.</summary>
public sealed class StopTests(StopTests.Fixture fixture) : IClassFixture<StopTests.Fixture>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>How many milliseconds after its timeout a kill may come: a time that means something when nothing else runs.</summary>
    private static int LateAtMost => FaultTable.Amount(20_000, 100);

    private Project Project => fixture.Project;

    private HttpProcessClient Client => fixture.Client;

    [Fact(Timeout = 60_000)]
    public async Task A_suspended_child_is_continued_and_ends_gracefully()
    {
        var pid = await ReadyAsync("graceful");
        Machine.Signal(pid, Machine.Stop);
        await Wait.Until(() => Machine.State(pid) == 'T', "the child is suspended");

        var stopped = await Client.StopAsync("graceful", Cancelled);
        Assert.Equal(RunState.Stopped, stopped.State);
        Assert.Equal(0, stopped.LastExit?.Code);
        Assert.Contains("bye", Project.Lines("logs/graceful.log"));
        Assert.Empty(Project.InstancesOf("graceful"));
        Assert.False(File.Exists(stopped.PidFile));
        FaultTable.Add("child SIGSTOPped", $"continued after TERM, said its farewell, exit code {stopped.LastExit?.Code}");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_child_that_ignores_the_stop_signal_is_killed_at_stopTimeout()
    {
        await ReadyAsync("deaf");
        var (stopped, took) = await TimeStopAsync("deaf");
        Assert.InRange(took, TimeSpan.FromMilliseconds(600), TimeSpan.FromMilliseconds(600 + LateAtMost));
        Assert.Equal("SIGKILL", stopped.LastExit?.Signal);
        Assert.Empty(Project.InstancesOf("deaf"));
        FaultTable.Add("child ignores SIGTERM (stopTimeout 600 ms)", $"killed and answered after {took.TotalMilliseconds:0} ms");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_stop_returns_only_when_the_last_member_of_the_group_has_ended()
    {
        await ReadyAsync("slowmember");
        var (stopped, took) = await TimeStopAsync("slowmember");
        Assert.Equal(0, stopped.LastExit?.Code);
        Assert.True(File.Exists(Project.File("member-done")), "The member had not ended when the stop returned.");
        Assert.InRange(took, TimeSpan.FromMilliseconds(400), TimeSpan.FromMilliseconds(30_000));
        Assert.Empty(Project.InstancesOf("slowmember"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_member_that_ignores_the_stop_signal_is_killed_at_stopTimeout_though_its_leader_has_ended()
    {
        var leader = await ReadyAsync("deafmember");
        var stop = TimeStopAsync("deafmember");
        await Wait.Until(() => !Machine.IsAlive(leader), "the leader has ended");
        var (stopped, took) = await stop;
        Assert.Equal(0, stopped.LastExit?.Code);
        Assert.InRange(took, TimeSpan.FromMilliseconds(600), TimeSpan.FromMilliseconds(600 + LateAtMost));
        Assert.Empty(Project.InstancesOf("deafmember"));
        FaultTable.Add("leader exits on TERM, a member of its group ignores it", $"stop answered after {took.TotalMilliseconds:0} ms (stopTimeout 600), 0 survivors");
    }

    [Fact(Timeout = 60_000)]
    public async Task The_stop_signal_is_the_one_that_is_configured()
    {
        await ReadyAsync("custom");
        var stopped = await Client.StopAsync("custom", Cancelled);
        Assert.Equal(5, stopped.LastExit?.Code);
        Assert.Contains("USR1", Project.Lines("logs/custom.log"));
        Assert.DoesNotContain("TERM", Project.Lines("logs/custom.log"));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_left_the_session_by_a_double_fork_is_ended_too()
    {
        var leader = await ReadyAsync("escaping");
        await Wait.Until(() => Project.Lines("escaped").Length == 2, "two descendants have escaped");
        var escaped = Project.Lines("escaped").Select(int.Parse).ToList();
        Assert.All(escaped, pid => Assert.NotEqual(Machine.Session(leader), Machine.Session(pid)));
        await Wait.Until(() => escaped.All(pid => Machine.Parent(pid) != leader && Machine.IsAlive(pid)), "their parents have ended");

        await Client.StopAsync("escaping", Cancelled);
        Assert.All(escaped, pid => Assert.False(Machine.IsAlive(pid)));
        Assert.Empty(Project.InstancesOf("escaping"));
        FaultTable.Add("descendants escape with setsid and a double fork", $"{escaped.Count} of {escaped.Count} found and ended");
    }

    [Theory(Timeout = 60_000)]
    [InlineData("leaver")]
    [InlineData("hasty")]
    public async Task What_a_crashed_run_left_behind_is_gone_before_the_next_one_starts(string id)
    {
        var first = await ReadyAsync(id);
        await Wait.Until(() => Project.Lines($"{id}-left").Length == 2, "a member and an escaped descendant are left");
        var left = Project.Lines($"{id}-left").Select(int.Parse).ToList();
        Machine.Signal(first, Machine.Kill);
        var again = await fixture.Server.WaitForAsync(id, info => info.State == RunState.Running && info.Pid != first, "runs again");
        Assert.Equal(1, again.RestartCount);
        Assert.All(left, pid => Assert.False(Machine.IsAlive(pid)));
        await Wait.Until(() => Project.Lines($"{id}-seen").Length > 0, "the next run has looked");
        Assert.Equal(["0"], Project.Lines($"{id}-seen"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_stop_touches_no_other_process_of_the_same_server()
    {
        var others = new[] { await ReadyAsync("bystander1"), await ReadyAsync("bystander2") };
        await ReadyAsync("victim");
        await Client.StopAsync("victim", Cancelled);
        Assert.All(others, pid => Assert.True(Machine.IsAlive(pid)));
        Assert.Equal(0, (await Client.GetAsync("bystander1", Cancelled)).RestartCount);
    }

    [Fact(Timeout = 60_000)]
    public async Task Starting_what_runs_and_stopping_what_is_stopped_change_nothing()
    {
        var pid = await ReadyAsync("plain");
        var started = await Client.StartAsync("plain", Cancelled);
        Assert.Equal((RunState.Running, pid), (started.State, started.Pid));
        var stopped = await Client.StopAsync("plain", Cancelled);
        Assert.Equal((RunState.Stopped, false, (int?)null), (stopped.State, stopped.IsRunning, stopped.Pid));
        Assert.Equal(stopped.Since, (await Client.StopAsync("plain", Cancelled)).Since);
        Assert.Empty(Project.InstancesOf("plain"));
        Assert.NotEqual(pid, (await Client.StartAsync("plain", Cancelled)).Pid);
    }

    private async Task<int> ReadyAsync(string id)
    {
        await Wait.Until(() => Project.Lines($"logs/{id}.log").Contains("ready"), $"{id} is ready");
        return (await fixture.Server.WaitForAsync(id, RunState.Running)).Pid!.Value;
    }

    private async Task<(ProcessInfo Info, TimeSpan Took)> TimeStopAsync(string id)
    {
        var started = Stopwatch.GetTimestamp();
        var info = await Client.StopAsync(id, Cancelled);
        return (info, Stopwatch.GetElapsedTime(started));
    }

    public sealed class Fixture : SharedServer
    {
        protected override Task PrepareAsync()
        {
            Project
                .Write("graceful.sh", "trap 'echo bye; exit 0' TERM\necho ready\nwhile :; do sleep 0.05; done\n")
                .Write("deaf.sh", "trap '' TERM\necho ready\nwhile :; do sleep 0.2; done\n")
                .Write("slowmember.sh", "sh member.sh &\ntrap 'exit 0' TERM\nwhile [ ! -e member-ready ]; do sleep 0.02; done\necho ready\nwait\n")
                .Write("member.sh", "trap 'sleep 0.4; : > member-done; exit 0' TERM\n: > member-ready\nwhile :; do sleep 0.02; done\n")
                .Write("deafmember.sh", "sh deaf.sh &\ntrap 'exit 0' TERM\nwait\n")
                .Write("custom.sh", "trap 'echo USR1; exit 5' USR1\ntrap 'echo TERM; exit 6' TERM\necho ready\nwhile :; do sleep 0.02; done\n")
                .Write("escaping.sh", """
                    setsid sh -c 'sleep 1000 & echo $! >> escaped'
                    setsid sh -c 'sleep 1000 > /dev/null 2>&1 & echo $! >> escaped'
                    echo ready
                    exec sleep 1000
                    """)
                .Write("leaver.sh", """
                    id=$PROCESSPROXY_ID
                    if [ -e $id-left ]; then
                        alive=0
                        for pid in $(cat $id-left); do
                            case $(cat /proc/$pid/stat 2>/dev/null) in ''|*') Z '*) ;; *) alive=$((alive + 1)) ;; esac
                        done
                        echo $alive >> $id-seen
                    else
                        sleep 1000 &
                        echo $! >> $id-left
                        setsid sh -c 'sleep 1000 & echo $! >> $PROCESSPROXY_ID-left'
                    fi
                    echo ready
                    exec sleep 1000
                    """)
                .Configure("""
                    graceful: { command: "sh", args: ["graceful.sh"] }
                    deaf: { command: "sh", args: ["deaf.sh"], stopTimeout: 600 }
                    slowmember: { command: "sh", args: ["slowmember.sh"] }
                    deafmember: { command: "sh", args: ["deafmember.sh"], stopTimeout: 600 }
                    custom: { command: "sh", args: ["custom.sh"], stopSignal: "SIGUSR1" }
                    escaping: { command: "sh", args: ["escaping.sh"] }
                    leaver: { command: "sh", args: ["leaver.sh"], restartDelay: 100 }
                    hasty: { command: "sh", args: ["leaver.sh"], restartDelay: 0 }
                    victim: { command: "sh", args: ["-c", "echo ready; exec sleep 1000"] }
                    bystander1: { command: "sh", args: ["-c", "echo ready; exec sleep 1000"] }
                    bystander2: { command: "sh", args: ["-c", "echo ready; exec sleep 1000"] }
                    plain: { command: "sh", args: ["-c", "echo ready; exec sleep 1000"] }
                    """);
            return Task.CompletedTask;
        }
    }
}
