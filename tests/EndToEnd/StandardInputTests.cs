using ProcessProxy.EndToEnd.Support;
using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>What programs find on their standard input (<c>stdin</c>).</summary>
public sealed class StandardInputTests
{
    private const int Patience = 60_000;

    [Fact(Timeout = Patience)]
    public async Task An_open_input_never_ends_not_even_with_the_server()
    {
        await using var project = new Project();
        project.Configure("reading: { command: \"sh\", args: [\"-c\", \"echo reading; cat; echo ended\"], stdin: open }");
        var server = await project.StartAsync();
        var first = await server.WaitForAsync("reading", RunState.Running);
        await Wait.Until(() => project.Lines("logs/reading.log").Length > 0, "it reads");
        await server.KillAsync();
        server = await project.StartAsync();
        var second = await server.WaitForAsync("reading", RunState.Running);

        Assert.Equal((first.Pid, true, 0), (second.Pid, second.IsReconnected, second.RestartCount));
        Assert.Equal(["reading"], project.Lines("logs/reading.log"));
        Assert.Equal(0, await server.StopAsync());
        Assert.Empty(project.Processes);
        Assert.DoesNotContain(Directory.EnumerateFiles(project.File("pids")), file => file.Contains("reading", StringComparison.Ordinal));
    }

    [Fact(Timeout = Patience)]
    public async Task An_open_input_can_be_opened_by_its_name()
    {
        await using var project = new Project();
        project.Configure("reading: { command: \"sh\", args: [\"-c\", \"exec 3< /dev/stdin; echo opened; read -r line <&3; echo ended\"], stdin: open }");
        var server = await project.StartAsync();
        await Wait.Until(() => project.Lines("logs/reading.log").Length > 0, "it has opened its input");
        Assert.Equal(["opened"], project.Lines("logs/reading.log"));
        Assert.Equal(RunState.Running, (await server.Client.GetAsync("reading", TestContext.Current.CancellationToken)).State);
    }

    [Fact(Timeout = Patience)]
    public async Task By_default_there_is_nothing_to_read()
    {
        await using var project = new Project();
        project.Configure("reading: { command: \"sh\", args: [\"-c\", \"cat; echo ended\"], restartOnExit: false }");
        var server = await project.StartAsync();
        await server.WaitForAsync("reading", RunState.Stopped);
        Assert.Equal(["ended"], project.Lines("logs/reading.log"));
    }
}
