using System.Globalization;
using ProcessProxy.EndToEnd.Support;
using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>Programs whose outputs are a pipe (<c>output: pipe</c>): they may open them by name, and nothing is lost with the server.</summary>
public sealed class PipedOutputTests
{
    private const int Patience = 120_000;
    private const string Pipe = "pids/.web.output";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory(Timeout = Patience)]
    [InlineData("sh", "-c", "echo a; echo b > /dev/stderr; echo c")]
    [InlineData("sh", "-c", "echo a; echo b | tee /dev/stderr > /dev/null; echo c")]
    [InlineData("python3", "-c", "import os\\nos.write(1, b'a\\\\n')\\nopen('/dev/stdout', 'w').write('b\\\\n')\\nos.write(2, b'c\\\\n')")]
    [InlineData("node", "-e", "const fs = require('fs'); fs.writeSync(1, 'a\\\\n'); fs.writeSync(fs.openSync('/dev/stderr', 'w'), 'b\\\\n'); fs.writeSync(2, 'c\\\\n')")]
    public async Task A_program_may_open_its_output_by_name(string interpreter, string flag, string statement)
    {
        Assert.SkipUnless(Machine.Which(interpreter) is not null, $"{interpreter} is not there.");
        await using var project = new Project();
        project.Configure($"web: {{ command: \"{interpreter}\", args: [\"{flag}\", \"{statement}\"], output: pipe, restartOnExit: false }}");
        var server = await project.StartAsync();
        await server.WaitForAsync("web", RunState.Stopped);
        var page = await server.Client.ReadLogAsync("web", new LogQuery(), Cancelled);

        Assert.Equal(["a", "b", "c"], page.Logs.Select(line => line.Line));
        Assert.All(page.Logs, line => Assert.Equal((LogStream.Output, 0L), (line.Stream, line.LostBytes)));
        Assert.Equal("a\nb\nc\n", await File.ReadAllTextAsync(project.File("logs/web.log"), Cancelled));
        Assert.False(File.Exists(project.File(Pipe)));
    }

    [Theory(Timeout = Patience)]
    [InlineData("")]
    [InlineData("logging: { maxSize: \"64KB\", maxFiles: 1000 }")]
    public async Task Each_line_of_a_burst_is_there_once_and_in_order_across_deaths_of_the_server(string settings)
    {
        const int count = 200_000;
        await using var project = new Project();
        project.Configure($"web: {{ command: \"{Builds.TestProcess}\", args: [\"burst\", \"{count}\", \"100\"], output: pipe }}", settings: settings);
        var server = await project.StartAsync();
        var kept = new KeptLog(project.File("logs/web.log"));
        var pid = (await server.WaitForAsync("web", RunState.Running)).Pid;
        for (var deaths = 0; deaths < 3; deaths++)
        {
            var before = Size(kept);
            await Wait.Until(() => Size(kept) > before + 50_000, "the program has written more");
            await server.KillAsync();
            Assert.False(kept.EndsWith("done"), "The burst was over before the server died.");
            server = await project.StartAsync();
            var info = await server.WaitForAsync("web", RunState.Running);
            Assert.Equal((pid, true), (info.Pid, info.IsReconnected));
        }

        await Wait.Until(() => kept.EndsWith("done"), "the burst is over", TimeSpan.FromSeconds(90));
        var expected = string.Concat(Enumerable.Range(1, count).Select(line => string.Create(CultureInfo.InvariantCulture, $"line {line}\n")));
        Assert.Equal(expected + "done\n", kept.Text());
        Assert.Equal(count + 1, (await server.Client.ReadLogAsync("web", new LogQuery(1), Cancelled)).TotalLines);
    }

    [Fact(Timeout = Patience)]
    public async Task A_program_waits_while_nobody_drains_and_goes_on_with_the_next_server()
    {
        await using var project = new Project();
        project
            .Write("web.sh", "while ! [ -e go ]; do sleep 0.02; done\nhead -c 65536 /dev/zero | tr '\\0' x\ntouch full\necho y\ntouch beyond\nexec sleep 1000\n")
            .Configure("web: { command: \"sh\", args: [\"web.sh\"], output: pipe }");
        var server = await project.StartAsync();
        var pid = (await server.WaitForAsync("web", RunState.Running)).Pid!.Value;
        await server.KillAsync();
        project.Write("go", "");
        await Wait.Until(() => File.Exists(project.File("full")), "the pipe is full");
        await Wait.Until(() => Machine.State(pid) == 'S', "the program waits");
        Assert.False(File.Exists(project.File("beyond")));

        server = await project.StartAsync();
        await Wait.Until(() => File.Exists(project.File("beyond")), "the program goes on");
        var kept = new KeptLog(project.File("logs/web.log"));
        await Wait.Until(() => kept.EndsWith(new string('x', 65536) + "y"), "all is in the log");
        Assert.Equal(65538, new FileInfo(kept.Log).Length);
        Assert.Equal(pid, (await server.WaitForAsync("web", RunState.Running)).Pid);
    }

    [Fact(Timeout = Patience)]
    public async Task The_last_line_is_there_when_the_exit_is_announced()
    {
        await using var project = new Project();
        project.Configure("web: { command: \"sh\", args: [\"-c\", \"echo first; echo last > /dev/stdout; exit 1\"], output: pipe, enabled: false, restartOnExit: false }");
        var server = await project.StartAsync();
        for (var run = 1; run <= 30; run++)
        {
            await server.Client.StartAsync("web", Cancelled);
            await server.WaitForAsync("web", RunState.Failed);
            Assert.Equal(Enumerable.Repeat(new[] { "first", "last" }, run).SelectMany(lines => lines), project.Lines("logs/web.log"));
        }
    }

    [Fact(Timeout = Patience)]
    public async Task What_the_rest_of_the_tree_says_at_its_end_is_there_when_the_stop_is_answered()
    {
        await using var project = new Project();
        project
            .Write("rest.sh", "trap 'echo farewell; exit' TERM\ntouch ready\nread -r line <&3\n")
            .Configure("web: { command: \"sh\", args: [\"-c\", \"exec 3<&0; sh rest.sh & exec sleep 1000\"], stdin: open, output: pipe }");
        var server = await project.StartAsync();
        await Wait.Until(() => File.Exists(project.File("ready")), "the rest is ready");
        await server.Client.StopAsync("web", Cancelled);
        Assert.Equal(["farewell"], project.Lines("logs/web.log"));
        Assert.False(File.Exists(project.File(Pipe)));
    }

    [Fact(Timeout = Patience)]
    public async Task A_follower_sees_each_line_when_it_is_written()
    {
        await using var project = new Project();
        project
            .Write("web.sh", "for i in 1 2 3; do echo line $i > /dev/stderr; while ! [ -e seen$i ]; do sleep 0.01; done; done\nexec sleep 1000\n")
            .Configure("web: { command: \"sh\", args: [\"web.sh\"], output: pipe }");
        var server = await project.StartAsync();
        await using var lines = server.Client.FollowLogAsync("web", new LogQuery(), Cancelled).GetAsyncEnumerator(Cancelled);
        for (var line = 1; line <= 3; line++)
        {
            Assert.True(await lines.MoveNextAsync());
            Assert.Equal(($"line {line}", 0L), (lines.Current.Line, lines.Current.LostBytes));
            project.Write($"seen{line}", "");
        }
    }

    [Fact(Timeout = Patience)]
    public async Task The_pipe_is_for_our_user_alone_and_goes_with_its_process()
    {
        await using var project = new Project();
        const string other = "other: { command: \"sleep\", args: [\"1000\"] }";
        const string web = $"web: {{ command: \"sleep\", args: [\"1000\"], output: pipe }}\n{other}";
        var server = await project.Configure(web).StartAsync();
        await server.WaitForAsync("web", RunState.Running);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(project.File(Pipe)));

        project.Configure(other);
        await server.Client.ReloadAsync(Cancelled);
        Assert.False(File.Exists(project.File(Pipe)));

        project.Configure(web);
        await server.Client.ReloadAsync(Cancelled);
        Assert.True(File.Exists(project.File(Pipe)));

        // Taken out of the configuration while no server runs.
        await server.KillAsync();
        server = await project.Configure(other).StartAsync();
        await server.WaitForAsync("other", RunState.Running);
        Assert.False(File.Exists(project.File(Pipe)));

        // Ended while no server runs, and not to run any more.
        project.Configure(web);
        await server.Client.ReloadAsync(Cancelled);
        await server.KillAsync();
        Machine.Signal(project.InstancesOf("web").Single(), Machine.Kill);
        server = await project.Configure(web.Replace("output: pipe", "output: pipe, enabled: false", StringComparison.Ordinal)).StartAsync();
        await server.WaitForAsync("other", RunState.Running);
        await Wait.Until(() => !File.Exists(project.File(Pipe)), "the pipe is gone");
    }

    [Theory(Timeout = Patience)]
    [InlineData("pids/web.state")]
    [InlineData(Pipe)]
    public async Task A_program_is_taken_over_with_its_pipe_though_a_file_of_state_is_gone(string lost)
    {
        await using var project = new Project();
        project
            .Write("web.sh", "i=0\nwhile :; do i=$((i+1)); echo line $i; while ! [ -e go$i ]; do sleep 0.02; done; done\n")
            .Configure("web: { command: \"sh\", args: [\"web.sh\"], output: pipe }");
        var server = await project.StartAsync();
        var pid = (await server.WaitForAsync("web", RunState.Running)).Pid;
        await Wait.Until(() => project.Lines("logs/web.log").Length == 1, "it has written");
        await server.KillAsync();
        File.Delete(project.File(lost));
        project.Write("go1", "");
        server = await project.StartAsync();
        Assert.Equal(pid, (await server.WaitForAsync("web", RunState.Running)).Pid);
        await Wait.Until(() => project.Lines("logs/web.log").Length == 2, "it is drained");
        Assert.Equal(["line 1", "line 2"], project.Lines("logs/web.log"));
    }

    [Fact(Timeout = Patience)]
    public async Task A_program_that_gets_another_output_by_a_reload_loses_nothing_of_the_one_it_had()
    {
        await using var project = new Project();
        string Web(string output) => $"web: {{ command: \"sh\", args: [\"-c\", \"trap 'echo farewell; exit' TERM; echo hello; read -r line\"], stdin: open, output: {output} }}";
        var server = await project.Configure(Web("pipe")).StartAsync();
        foreach (var output in new[] { "merged", "pipe" })
        {
            await Wait.Until(() => project.Lines("logs/web.log") is [.., "hello"], "it has begun");
            project.Configure(Web(output));
            await server.Client.ReloadAsync(Cancelled);
        }

        await Wait.Until(() => project.Lines("logs/web.log").Length == 5, "the third has begun");
        Assert.Equal(["hello", "farewell", "hello", "farewell", "hello"], project.Lines("logs/web.log"));
    }

    private static long Size(KeptLog kept) => File.Exists(kept.Log) ? kept.Archives.Sum(number => Length($"{kept.Log}.{number}")) + Length(kept.Log) : 0;

    private static long Length(string file) => new FileInfo(file) is { Exists: true } info ? info.Length : 0;
}
