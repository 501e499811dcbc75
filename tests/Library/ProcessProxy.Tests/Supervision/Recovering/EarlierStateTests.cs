using ProcessProxy.Configuration;
using ProcessProxy.Logs.Parts;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision.Keeping;
using ProcessProxy.Supervision.Recovering;
using ProcessProxy.Supervision.Running;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Recovering;

/// <summary>State files as the version before wrote them, letter by letter: this one goes on from them.</summary>
public sealed class EarlierStateTests : IDisposable
{
    private const int Patience = 20_000;
    private static readonly ProcessIdentity Identity = new("this boot", 4711, 17, 23, "web/0123456789abcdef0123456789abcdef-3");
    private readonly Bench bench = new();
    private readonly ProcessSpec spec;

    public EarlierStateTests() => spec = Specs.Process(launch: bench.Launch("web"));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => bench.Dispose();

    [Fact(Timeout = Patience)]
    public async Task What_runs_is_adopted_with_its_history()
    {
        await WriteAsync("Running", "Up");
        bench.Host.Running.Add(new FakeChild(Identity, TimeSpan.FromSeconds(50)));
        await using var runner = bench.Recovering(spec);
        var info = await bench.UntilAsync("web", RunState.Running);
        Assert.Equal((4711, true, 4), (info.Pid, info.IsReconnected, info.RestartCount));
        Assert.Equal(new DateTimeOffset(2031, 3, 7, 11, 0, 0, TimeSpan.Zero), info.StartTime);
        Assert.Equal((3, new DateTimeOffset(2031, 3, 7, 10, 59, 58, TimeSpan.Zero)), (info.LastExit!.Code!.Value, info.LastExit.At));
        Assert.Empty(bench.Host.Launches);

        await runner.CommandAsync(CommandKind.Stop, "a test", Cancelled);
        var (stopped, before) = (bench.Kept("web")!.Exits[0], bench.Kept("web")!.Exits[1]);
        Assert.Equal(("stopped by a test", new LogPosition(new FileIdentity(7, 8), 9)), (stopped.Asked, stopped.Output!.Begin[0]!.Value));
        Assert.Equal(("was unhealthy", TimeSpan.FromSeconds(10)), (before.Asked, before.KilledAfter!.Value));
    }

    [Theory(Timeout = Patience)]
    [InlineData("Backoff", "Up", RunState.Backoff, 4)]
    [InlineData("Stopping", "Down", RunState.Stopped, null)]
    public async Task What_has_ended_since_goes_on_where_it_was(string phase, string goal, RunState state, int? restarts)
    {
        await WriteAsync(phase, goal);
        await using var runner = bench.Recovering(spec);
        await runner.Recovered;
        var info = await bench.UntilAsync("web", state);
        Assert.Equal(restarts ?? info.RestartCount, info.RestartCount);
        Assert.Equal([Identity], bench.Host.Leftovers);
        Assert.Empty(bench.Host.Launches);
    }

    private Task WriteAsync(string phase, string goal) => File.WriteAllTextAsync(
        Path.Combine(bench.Folder, "web.state"),
        $$"""
        {
          "version": 1,
          "bootId": "this boot",
          "phase": "{{phase}}",
          "goal": "{{goal}}",
          "stoppedByOperator": false,
          "enabled": true,
          "mark": "web/0123456789abcdef0123456789abcdef-3",
          "identity": {
            "bootId": "this boot",
            "pid": 4711,
            "startTicks": 17,
            "inode": 23,
            "mark": "web/0123456789abcdef0123456789abcdef-3",
            "controlGroup": null
          },
          "startedAt": "2031-03-07T11:00:00+00:00",
          "outputBegin": [
            {
              "source": {
                "inode": 7,
                "bornTicks": 8
              },
              "offset": 9
            }
          ],
          "failures": 4,
          "hasCompleted": false,
          "lastExit": {
            "code": 3,
            "signal": null,
            "at": "2031-03-07T10:59:58+00:00"
          },
          "exits": [
            {
              "at": "2031-03-07T10:59:58+00:00",
              "code": 3,
              "signal": null,
              "isUnobserved": false,
              "asked": "was unhealthy",
              "killedAfter": "00:00:10",
              "lasted": "00:01:00",
              "memory": "None",
              "isOverLimit": false,
              "probe": null,
              "wasNeverHealthy": false,
              "output": null
            }
          ],
          "launchError": null,
          "lastRestartAt": "2031-03-07T11:00:00+00:00",
          "schedule": null,
          "since": "2031-03-07T11:00:00+00:00",
          "reason": "started again after it was unhealthy",
          "launch": "{{LaunchDigest.Of(spec)}}",
          "pidFile": "{{spec.Launch.PidFile}}",
          "stopSignal": "SIGTERM",
          "stopTimeout": 10000
        }
        """,
        Cancelled);
}
