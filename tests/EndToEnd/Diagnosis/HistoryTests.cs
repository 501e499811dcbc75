using Xunit;

namespace ProcessProxy.EndToEnd.Diagnosis;

/// <summary>What is known of earlier runs, by later servers too.</summary>
public sealed class HistoryTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Exits_and_their_lines_survive_the_death_of_the_server()
    {
        await using var project = new Project();
        project.Write("counting.sh", "echo x >> count\necho run $(wc -l < count)\nexit 3\n").Configure("""
            spent: { command: "sh", args: ["counting.sh"], maxRestarts: 6, restartDelay: 10 }
            missing: { command: "./no-such-file", maxRestarts: 0 }
            """);
        var first = await project.StartAsync();
        var before = await first.DiagnoseAsync("spent", RunState.Failed);
        Assert.Equal(["run 7", "run 6", "run 5", "run 4", "run 3"], before.Exits.Select(exit => Assert.Single(exit.LastLines)));
        var missing = await first.DiagnoseAsync("missing", RunState.Failed);
        await first.KillAsync();

        var second = await project.StartAsync();
        var after = await second.Client.GetDiagnosisAsync("spent", Cancelled);
        Assert.Equal((before.Summary, before.Cause), (after.Summary, after.Cause));
        Assert.Equal(before.Exits.Select(exit => (exit.At, exit.Code, exit.LastLines[0])), after.Exits.Select(exit => (exit.At, exit.Code, exit.LastLines[0])));
        Assert.Equal(missing.Summary, (await second.Client.GetDiagnosisAsync("missing", Cancelled)).Summary);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_end_that_no_server_saw_is_said_to_be_one()
    {
        await using var project = new Project();
        project.Configure($$"""web: { {{DiagnosisBench.Script("echo only words; exec sleep 1000")}}, restartDelay: 60000 }""");
        var first = await project.StartAsync();
        var pid = (await first.WaitForAsync("web", RunState.Running)).Pid!.Value;
        await Wait.Until(() => project.Lines("logs/web.log").Length > 0, "it has written its line");
        await first.KillAsync();
        Machine.Signal(pid, Machine.Kill);
        await Wait.Until(() => !Machine.IsAlive(pid), "it is dead");

        var found = await (await project.StartAsync()).DiagnoseAsync("web", RunState.Backoff);
        Assert.Equal(("web ended while no server was watching and waits for its next attempt.", DiagnosisCause.Unobserved), (found.Summary, found.Cause));
        Assert.Equal(["only words"], found.Exits[0].LastLines);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_last_lines_of_a_run_are_its_own_also_when_an_earlier_life_of_the_server_wrote_into_the_same_log(bool adopted)
    {
        await using var project = new Project();
        project.Configure($$"""web: { {{DiagnosisBench.Script("echo run $(cat life); exec sleep 1000")}}, restartDelay: 60000 }""").Write("life", "of the first server\n");
        var first = await project.StartAsync();
        await Wait.Until(() => project.Lines("logs/web.log").Length == 1, "it has written its line");
        Assert.Equal(0, await first.StopAsync());

        project.Write("life", "of the second server\n");
        var second = await project.StartAsync();
        var pid = (await second.WaitForAsync("web", RunState.Running)).Pid!.Value;
        await Wait.Until(() => project.Lines("logs/web.log").Length == 2, "it has written its line");
        await second.KillAsync();
        if (!adopted)
        {
            Machine.Signal(pid, Machine.Kill);
            await Wait.Until(() => !Machine.IsAlive(pid), "it is dead");
        }

        var third = await project.StartAsync();
        if (adopted)
        {
            await third.WaitForAsync("web", info => info.IsReconnected, "is adopted");
            Machine.Signal(pid, Machine.Kill);
        }

        Assert.Equal(["run of the second server"], (await third.DiagnoseAsync("web", RunState.Backoff)).Exits[0].LastLines);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_process_that_runs_between_two_crashes_is_not_said_to_be_well()
    {
        await using var project = new Project();
        project.Configure($$"""web: { {{DiagnosisBench.Script("test -e once && exec sleep 1000; touch once; echo Error: first time; exit 5")}}, restartDelay: 10 }""");
        var server = await project.StartAsync();
        var info = await server.WaitForAsync("web", one => one is { State: RunState.Running, RestartCount: 1 }, "runs again");
        var found = await server.Client.GetDiagnosisAsync("web", Cancelled);
        Assert.Matches(@"^web is running, \d+\.\d s after a restart; before that, it exited at once with code 5: Error: first time\.$", found.Summary);
        Assert.Equal((DiagnosisCause.Exited, info.RestartsLeft), (found.Cause, found.AttemptsLeft));
    }
}
