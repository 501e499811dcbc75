using System.Diagnostics;
using ProcessProxy.EndToEnd.Support;
using Xunit;

namespace ProcessProxy.EndToEnd.Faults;

/// <summary>The server is killed at a random moment of something that concerns all its processes; the next one goes on where it stopped.</summary>
public sealed class CrashFaultTests
{
    private const int Count = 20;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>What a server may be doing to all its processes when it dies.</summary>
    public enum Doing
    {
        Start,
        Adopt,
        Stop,
        Restart,
        Reload,
        Shutdown,
    }

    [Theory(Timeout = FaultTable.LongTimeout)]
    [InlineData(Doing.Start)]
    [InlineData(Doing.Adopt)]
    [InlineData(Doing.Stop)]
    [InlineData(Doing.Restart)]
    [InlineData(Doing.Reload)]
    [InlineData(Doing.Shutdown)]
    public async Task A_server_killed_in_the_middle_leaves_everything_to_the_next(Doing doing)
    {
        var rounds = FaultTable.Amount(2, 60);
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var project = new Project();
        await using var watch = new InstanceWatch(project);
        var adopted = 0;
        for (var round = 0; round < rounds; round++)
        {
            project.Configure(Processes(0));
            await KillDuringAsync(project, doing, random);
            var survivors = Leaders(project);

            var next = await project.StartAsync();
            await AssertFinishedAsync(next, project, doing);
            adopted += survivors.Intersect(Leaders(project)).Count();
            Assert.Equal(0, await next.StopAsync());
            Assert.Empty(project.Processes);
            Assert.Empty(Directory.GetFiles(project.File("pids"), "*.pid"));
        }

        await watch.AssertNeverTwoAsync();
        FaultTable.Add(
            $"kill -9 of the server at a random moment of: {doing.ToString().ToLowerInvariant()} ({Count} processes)",
            $"{rounds} rounds: 0 doubled in {watch.Looks} looks, 0 lost, 0 left; {adopted} adopted, the others finished by the next server");
    }

    private static async Task KillDuringAsync(Project project, Doing doing, Random random)
    {
        var server = project.Launch();
        if (doing is not Doing.Start)
        {
            await server.WaitUntilUpAsync();
            await AllAsync(server, RunState.Running);
        }

        if (doing is Doing.Adopt)
        {
            await server.KillAsync();
            server = project.Launch();
        }

        // From when it first does something of it, for up to a quarter of a second.
        var given = Command(server, project, doing);
        await Wait.Until(() => server.HasExited || doing switch
        {
            Doing.Start => project.Processes.Count > 1,
            Doing.Adopt => Machine.OpenFiles(server.Pid).Contains(project.File("pids/processproxy.lock")),
            _ => true,
        }, "it has begun");
        var (began, moment) = (Stopwatch.GetTimestamp(), TimeSpan.FromMilliseconds(random.Next(250)));
        SpinWait.SpinUntil(() => Stopwatch.GetElapsedTime(began) > moment);
        await server.KillAsync();
        await given.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static Task Command(ServerUnderTest server, Project project, Doing doing)
    {
        switch (doing)
        {
            case Doing.Stop:
                return Task.WhenAll(Ids().Select(id => server.Client.StopAsync(id, Cancelled)));
            case Doing.Restart:
                return Task.WhenAll(Ids().Select(id => server.Client.RestartAsync(id, Cancelled)));
            case Doing.Reload:
                project.Configure(Processes(1));
                return server.Client.ReloadAsync(Cancelled);
            case Doing.Shutdown:
                Machine.Signal(server.Pid, Machine.Term);
                return Task.CompletedTask;
            default:
                return Task.CompletedTask;
        }
    }

    private static async Task AssertFinishedAsync(ServerUnderTest next, Project project, Doing doing)
    {
        if (doing is Doing.Stop)
        {
            // Who had been told to stop is stopped; who had not yet been told runs.
            await AllAsync(next, RunState.Stopped, RunState.Running);
        }
        else
        {
            await AllAsync(next, RunState.Running);
        }

        var running = (await next.Client.ListAsync(Cancelled)).Where(info => info.State == RunState.Running).ToList();
        await Wait.Until(() => Leaders(project).Order().SequenceEqual(running.Select(info => info.Pid!.Value).Order()), "exactly what is shown as running runs");
        if (doing is Doing.Reload)
        {
            Assert.All(running, info => Assert.Contains("GENERATION=1\0", System.Text.Encoding.UTF8.GetString(Machine.Environment(info.Pid!.Value)), StringComparison.Ordinal));
        }
    }

    /// <summary>Some end at once, some take their time, some leave a child to be ended with them.</summary>
    private static string Processes(int generation) => string.Join('\n', Ids().Select((id, i) =>
    {
        var script = (i % 3) switch
        {
            0 => "exec sleep 1000",
            1 => "sleep 1000 & sleep 1000",
            _ => "trap 'sleep 0.1; exit 0' TERM; while :; do sleep 0.05; done",
        };
        return $"{id}: {{ command: \"sh\", args: [\"-c\", \"{script}\"], restartDelay: 20, env: {{ GENERATION: \"{generation}\" }} }}";
    }));

    private static IEnumerable<string> Ids() => Enumerable.Range(0, Count).Select(i => $"p{i}");

    private static List<int> Leaders(Project project) =>
        [.. Machine.ProcessesWith(Project.MarkVariable, project.Mark).Where(pid => Machine.Session(pid) == pid && IsManaged(pid))];

    private static bool IsManaged(int pid) => Machine.Environment(pid).AsSpan().IndexOf("PROCESSPROXY_ID="u8) >= 0;

    private static async Task AllAsync(ServerUnderTest server, params RunState[] states) =>
        await Wait.Until(async () => (await server.Client.ListAsync(Cancelled)).All(info => states.Contains(info.State)), $"all are {string.Join(" or ", states)}");
}
