using System.Diagnostics;
using System.Globalization;
using ProcessProxy.EndToEnd.Support;
using Xunit;

namespace ProcessProxy.EndToEnd.Faults;

/// <summary>
/// Everything that can fail fails at random, in every server of a long row of them, while commands come without pause.
/// <c>PROCESSPROXY_CHAOS_SEED</c> repeats a row.
/// </summary>
public sealed class ChaosTests
{
    private const string Plan = "*=kill@0.004,*=fail@0.05,*=delay:20@0.05";

    private const string Processes =
        """
        sleeper: { command: "sleep", args: ["1000"], restartDelay: 50, maxRestarts: 1000 }
        crasher: { command: "sh", args: ["-c", "sleep 0.1; exit 3"], restartDelay: 50, maxRestarts: 100000 }
        tree: { command: "sh", args: ["-c", "sleep 1000 & sleep 1000"], restartDelay: 50, maxRestarts: 1000 }
        deaf: { command: "sh", args: ["-c", "trap '' TERM; while :; do sleep 0.1; done"], stopTimeout: 200, restartDelay: 50, maxRestarts: 1000 }
        chatty: { command: "sh", args: ["-c", "i=0; while :; do i=$((i+1)); echo $$ $i; sleep 0.005; done"], restartDelay: 50, maxRestarts: 1000 }
        """;

    private static readonly string[] Ids = ["sleeper", "crasher", "tree", "deaf", "chatty"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = FaultTable.LongTimeout)]
    public async Task Whatever_fails_or_dies_at_random_nothing_is_doubled_lost_or_left_behind()
    {
        var seed = int.Parse(Environment.GetEnvironmentVariable("PROCESSPROXY_CHAOS_SEED") ?? $"{Random.Shared.Next(1_000_000)}", CultureInfo.InvariantCulture);
        TestContext.Current.TestOutputHelper?.WriteLine($"PROCESSPROXY_CHAOS_SEED={seed}");
        await using var project = new Project();
        project.Configure(Processes);
        await using var watch = new InstanceWatch(project);
        var (servers, answered, refused) = await SpreadChaosAsync(project, seed, FaultTable.Duration(TimeSpan.FromSeconds(10)));

        project.Environment.Clear();
        var last = await project.StartAsync();
        foreach (var id in Ids)
        {
            await last.Client.StartAsync(id, Cancelled);
        }

        foreach (var id in Ids.Where(id => id != "crasher"))
        {
            var info = await last.WaitForAsync(id, RunState.Running);
            Assert.Equal([info.Pid!.Value], project.InstancesOf(id).Where(pid => Machine.Session(pid) == pid));
        }

        await watch.AssertNeverTwoAsync();
        Assert.Equal(0, await last.StopAsync());
        Assert.Empty(project.Processes);
        var lines = AssertLinesAreWhole(project);
        FaultTable.Add(
            "random failures, delays and deaths at every named step",
            $"seed {seed}: {servers} servers died, {answered} commands answered, {refused} refused; 0 doubled in {watch.Looks} looks, {lines} lines in order, 0 left behind");
    }

    /// <summary>Runs server after server, each with its own seed, and gives commands to whichever is up.</summary>
    private static async Task<(int Servers, int Answered, int Refused)> SpreadChaosAsync(Project project, int seed, TimeSpan duration)
    {
        var random = new Random(seed);
        int servers = 0, answered = 0, refused = 0;
        var began = Stopwatch.GetTimestamp();
        project.Environment["PROCESSPROXY_FAILPOINT"] = Plan;
        while (Stopwatch.GetElapsedTime(began) < duration)
        {
            project.Environment["PROCESSPROXY_FAILPOINT_SEED"] = $"{seed + servers++}";
            var server = project.Launch();
            var life = TimeSpan.FromMilliseconds(random.Next(500, 5000));
            var isUp = await server.UpOrDeadAsync();
            var up = Stopwatch.GetTimestamp();
            while (isUp && !server.HasExited && Stopwatch.GetElapsedTime(up) < life)
            {
                try
                {
                    await CommandAsync(server.Client, Ids[random.Next(Ids.Length)], random.Next(8));
                    answered++;
                }
                catch (ProcessProxyException)
                {
                    // A launch that failed, a server that has died: refused is an answer too, and counted.
                    refused++;
                }
            }

            await server.KillAsync();
        }

        return (servers, answered, refused);
    }

    private static Task CommandAsync(HttpProcessClient client, string id, int kind) => kind switch
    {
        0 or 1 => client.StartAsync(id, Cancelled),
        2 => client.StopAsync(id, Cancelled),
        3 or 4 => client.RestartAsync(id, Cancelled),
        5 => client.ReloadAsync(Cancelled),
        _ => client.ReadLogAsync(id, new LogQuery(), Cancelled),
    };

    /// <summary>Each run of the chatty process counted from one, one by one: its lines stand in the log as it wrote them.</summary>
    private static int AssertLinesAreWhole(Project project)
    {
        var next = new Dictionary<string, int>();
        var lines = project.Lines("logs/chatty.log");
        foreach (var line in lines)
        {
            var parts = line.Split(' ');
            Assert.Equal(2, parts.Length);
            var expected = next.GetValueOrDefault(parts[0], 0) + 1;
            Assert.Equal($"{expected}", parts[1]);
            next[parts[0]] = expected;
        }

        Assert.NotEmpty(lines);
        return lines.Length;
    }
}
