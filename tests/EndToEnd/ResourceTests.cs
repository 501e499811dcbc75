using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>What a real tree uses is what is told of it, and what uses too much is replaced.</summary>
public sealed class ResourceTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task A_tree_that_burns_a_processor_fills_memory_and_opens_files_is_shown_with_it()
    {
        await using var project = new Project();

        // Two members: what the grandchild uses counts.
        project.Configure($"greedy: {{ command: \"sh\", args: [\"-c\", \"{Builds.TestProcess} greedy 200 100; :\"] }}");
        var server = await project.StartAsync();
        await Wait.Until(() => project.Lines("logs/greedy.log").Contains("filled"), "it has filled its memory");
        await server.WaitForAsync(
            "greedy", info => info.Resources is { Cpu: > 0.05, Memory: > 200 << 20, Descriptors: > 100, Processes: 2, Threads: > 2 }, "is seen with what it uses");
        var use = (await server.Client.GetAsync("greedy", Cancelled)).Resources!;

        // One thread burns, so more than a processor would be wrong, but for what its runtime does.
        Assert.InRange(use.Cpu!.Value, 0.01, 1.6);
        Assert.InRange(use.Memory!.Value, 200L << 20, 500L << 20);

        var history = await server.Client.GetResourcesAsync("greedy", Cancelled);
        Assert.Equal(("greedy", TimeSpan.FromSeconds(5)), (history.ProcessId, history.Interval));
        Assert.Contains(history.Samples, sample => sample.Memory > 200 << 20);

        await server.Client.StopAsync("greedy", Cancelled);
        Assert.Null((await server.Client.GetAsync("greedy", Cancelled)).Resources);
    }

    [Fact(Timeout = 180_000)]
    public async Task What_stays_above_maxMemory_is_replaced_with_a_reason_that_names_both_figures()
    {
        await using var project = new Project();
        project.WriteProgram("leak.sh", $"""
            #!/bin/sh
            if [ -f leaked ]; then echo small; exec sleep 1000; fi
            touch leaked
            exec {Builds.TestProcess} greedy 300 0
            """);
        project.Configure("leak: { command: \"./leak.sh\", maxMemory: \"150MB\", restartDelay: 200, stopTimeout: 1000 }");
        var server = await project.StartAsync();
        var before = await server.WaitForAsync("leak", RunState.Running);
        await Wait.Until(() => project.Lines("logs/leak.log").Contains("small"), "it is replaced", TimeSpan.FromSeconds(90));
        var after = await server.WaitForAsync("leak", info => info is { State: RunState.Running, RestartCount: 1 }, "runs again");
        Assert.NotEqual(before.Pid, after.Pid);
        Assert.Matches(@"used too much memory: 3\d\d(\.\d)? MB, above its limit of 150 MB \(maxMemory\)", after.Reason);
        Assert.False(Machine.IsAlive(before.Pid!.Value));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_tells_what_its_routes_do_and_is_scraped()
    {
        await using var project = new Project();
        project.Configure(
            $"web: {{ command: \"{Builds.TestProcess}\", args: [\"serve\"], env: {{ PORT: \"{Ports.Free()}\" }} }}",
            "- { path: \"/files\", type: \"static\", staticPath: \".\" }");
        var server = await project.StartAsync();
        using var http = new HttpClient();
        using (var missing = await http.GetAsync($"{server.Proxy}/files/nothing", Cancelled))
        {
            Assert.Equal(System.Net.HttpStatusCode.NotFound, missing.StatusCode);
        }

        await Wait.Until(async () => (await server.Client.GetRoutesAsync(Cancelled)) is [{ Path: "/files", Type: "static", Requests: 1, Errors: 0 }], "it is counted");
        var metrics = await http.GetStringAsync($"{server.Management}/metrics", Cancelled);
        Assert.Contains("processproxy_process_up", metrics, StringComparison.Ordinal);
        Assert.Contains("processproxy_route_requests_total", metrics, StringComparison.Ordinal);
    }
}
