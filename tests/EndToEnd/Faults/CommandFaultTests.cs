using System.Collections.Concurrent;
using System.Diagnostics;
using ProcessProxy.EndToEnd.Support;
using Xunit;

namespace ProcessProxy.EndToEnd.Faults;

/// <summary>Everybody commands one process at once, without pause.</summary>
public sealed class CommandFaultTests
{
    private const int Callers = 200;
    private static readonly string[] Commands = ["processes/web/start", "processes/web/stop", "processes/web/restart", "processes/reload"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = FaultTable.LongTimeout)]
    public async Task Two_hundred_callers_start_stop_restart_and_reload_one_process_without_pause()
    {
        var duration = FaultTable.Amount(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1));
        await using var project = new Project();
        project.Configure("web: { command: \"sh\", args: [\"-c\", \"sleep 1000 & sleep 1000\"], restartDelay: 0 }\nother: { command: \"sleep\", args: [\"1000\"] }");
        var server = await project.StartAsync();
        var other = await server.WaitForAsync("other", RunState.Running);
        var before = Footprint.Of(server.Pid);
        await using var watch = new InstanceWatch(project);
        var statuses = new ConcurrentDictionary<int, int>();
        using (var http = new HttpClient { Timeout = TimeSpan.FromMinutes(2) })
        {
            var began = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, Callers).Select(async caller =>
            {
                for (var i = caller; i == caller || Stopwatch.GetElapsedTime(began) < duration; i++)
                {
                    using var answer = await http.PostAsync(new Uri($"{server.Management}/api/{Commands[i % Commands.Length]}"), null, Cancelled);
                    statuses.AddOrUpdate((int)answer.StatusCode, 1, (_, count) => count + 1);
                }
            }));
        }

        // 409: another command overruled it.
        Assert.Subset(new HashSet<int> { 200, 409 }, statuses.Keys.ToHashSet());
        Assert.True(statuses.GetValueOrDefault(200) > Callers / 2, "hardly any command succeeded");
        Assert.Equal(RunState.Running, (await server.Client.StartAsync("web", Cancelled)).State);
        await watch.AssertNeverTwoAsync();
        Assert.Equal(other.Pid, (await server.Client.GetAsync("other", Cancelled)).Pid);
        Assert.Equal(RunState.Stopped, (await server.Client.StopAsync("web", Cancelled)).State);
        Assert.Empty(project.InstancesOf("web"));
        await before.AssertIsBackAsync(server.Pid);
        FaultTable.Add(
            $"{Callers} concurrent start, stop, restart, reload on one process for {duration.TotalSeconds:0} s",
            $"{statuses.Values.Sum()} answered ({string.Join(", ", statuses.OrderBy(pair => pair.Key).Select(pair => $"{pair.Value} × {pair.Key}"))}); never two instances in {watch.Looks} looks");
    }
}
