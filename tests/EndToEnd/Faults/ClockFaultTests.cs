using System.Diagnostics;
using Xunit;

namespace ProcessProxy.EndToEnd.Faults;

/// <summary>The wall clock jumps under a running server (libfaketime: the server alone sees it). Only what people read may change.</summary>
public sealed class ClockFaultTests
{
    private static readonly string? Library =
        new[] { "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib" }
            .Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory(Timeout = 120_000)]
    [InlineData(365)]
    [InlineData(-1)]
    public async Task A_jump_of_the_wall_clock_moves_no_delay_no_timeout_and_no_probe(int days)
    {
        Assert.SkipUnless(Library is not null, "libfaketime (Debian's package faketime) is not installed");
        await using var endpoint = new HealthEndpoint();
        await using var project = new Project();
        const int delay = 700;
        project.Write("clock", "+0\n").Configure(
            $$"""
            web: { command: "sleep", args: ["1000"], healthCheck: { enabled: true, path: "{{endpoint.Url}}", interval: 200 } }
            crasher: { command: "sh", args: ["-c", "echo run; exit 1"], restartDelay: {{delay}}, maxRestarts: 1000 }
            deaf: { command: "sh", args: ["-c", "trap '' TERM; echo ready; while :; do sleep 0.05; done"], stopTimeout: {{delay}} }
            """);
        project.Environment["LD_PRELOAD"] = Library!;
        project.Environment["FAKETIME_TIMESTAMP_FILE"] = project.File("clock");
        project.Environment["FAKETIME_NO_CACHE"] = "1";
        project.Environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1";
        var server = await project.StartAsync();
        var before = await server.WaitForAsync("web", info => info.Health == HealthState.Healthy, "is healthy");
        await Wait.Until(() => project.Lines("logs/deaf.log").Contains("ready"), "deaf is ready");
        var runs = project.Lines("logs/crasher.log").Length;
        await Wait.Until(() => project.Lines("logs/crasher.log").Length > runs, "another run, so that the next delay begins now");
        var (jump, asked) = (Stopwatch.GetTimestamp(), endpoint.Asked);
        runs = project.Lines("logs/crasher.log").Length;

        // Renamed into place: the library may read it at any moment.
        project.Write("clock.new", $"{days:+0;-0}d\n");
        File.Move(project.File("clock.new"), project.File("clock"), overwrite: true);
        await Wait.Until(() => project.Lines("logs/crasher.log").Length > runs, "the delay is over");
        var waited = Stopwatch.GetElapsedTime(jump);
        await Wait.Until(() => endpoint.Asked > asked + 3, "probes go on");
        var began = Stopwatch.GetTimestamp();
        await server.Client.StopAsync("deaf", Cancelled);
        var stopped = Stopwatch.GetElapsedTime(began);

        // The delay had begun a moment before the jump was written. A busy machine makes it longer, a jump that mattered by a day.
        Assert.InRange(waited, TimeSpan.FromMilliseconds(delay - 200), Wait.Patience);
        Assert.InRange(stopped, TimeSpan.FromMilliseconds(delay - 20), Wait.Patience);
        var after = await server.Client.GetAsync("web", Cancelled);
        Assert.Equal((before.Pid, RunState.Running, HealthState.Healthy, 0), (after.Pid, after.State, after.Health, after.RestartCount));
        var seen = (after.LastHealthCheck!.At - before.LastHealthCheck!.At).TotalDays;
        Assert.InRange(seen, days - 0.1, days + 0.1);
        Assert.InRange(after.Uptime!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(2));
        FaultTable.Add(
            $"the wall clock jumps by {days} days",
            $"a delay of {delay} ms took {waited.TotalMilliseconds:0} ms, a stopTimeout of {delay} ms {stopped.TotalMilliseconds:0} ms, {endpoint.Asked - asked} probes went on, 0 restarts");
    }
}
