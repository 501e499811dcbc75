using ProcessProxy.EndToEnd.Harness;
using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>The stop signal goes to the whole group, and how a program gets it alone whose workers would drop their work.</summary>
public sealed class GroupSignalTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task The_script_of_the_manual_passes_the_stop_signal_to_the_program_alone()
    {
        await using var project = new Project();
        project
            .WriteProgram("alone.sh", Script())
            .Write("worker.sh", "trap 'echo dropped; exit 1' TERM\necho working\nwhile ! [ -e $1.finish ]; do sleep 0.02; done\necho finished\n")
            .Write("main.sh", "trap 'echo asked' TERM\nsh worker.sh $1 & worker=$!\nwhile kill -0 $worker 2> /dev/null; do wait $worker; done\necho main ends\n")
            .Configure("""
                group: { command: "sh", args: ["main.sh", "group"] }
                alone: { command: "./alone.sh", args: ["sh", "main.sh", "alone"] }
                """);
        var server = await project.StartAsync();
        foreach (var id in (string[])["group", "alone"])
        {
            await Wait.Until(() => project.Lines($"logs/{id}.log").Contains("working"), $"the worker of {id} works");
        }

        await server.Client.StopAsync("group", Cancelled);
        Assert.Contains("dropped", project.Lines("logs/group.log"));

        var stop = server.Client.StopAsync("alone", Cancelled);
        await Wait.Until(() => project.Lines("logs/alone.log").Contains("asked"), "the program was asked to end");
        project.Write("alone.finish", "");
        var stopped = await stop;
        Assert.Equal(["working", "asked", "finished", "main ends"], project.Lines("logs/alone.log"));
        Assert.Equal(0, stopped.LastExit?.Code);
        Assert.Empty(project.InstancesOf("alone"));
    }

    private static string Script()
    {
        var page = File.ReadAllText(Path.Combine(Builds.Repository, "docs", "operating.md"));
        var begin = page.IndexOf("#!/bin/sh\n# alone.sh", StringComparison.Ordinal);
        return page[begin..page.IndexOf("```", begin, StringComparison.Ordinal)];
    }
}
