using System.Globalization;
using Xunit;

namespace ProcessProxy.EndToEnd.Replacing;

/// <summary>Programs write as fast as they can while others take over from them: each line of each is read once and in order.</summary>
public sealed class TakenOverLogTests
{
    private const int Patience = 180_000;
    /// <summary>The lines that a program writes after it was asked to end, without any pause.</summary>
    private const int Lines = 5_000;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory(Timeout = Patience)]
    [InlineData("merged", 1)]
    [InlineData("separate", 1)]
    [InlineData("pipe", 1)]
    [InlineData("merged", 2)]
    [InlineData("pipe", 2)]
    public async Task A_follower_reads_each_line_of_each_program_once_and_in_order(string output, int instances)
    {
        await using var project = new Project().Write("write.py", Program).Configure(Web(output, instances), "- process: web", "logging: { maxSize: 64KB, maxFiles: 1000 }");
        var server = await project.StartAsync();
        await RunningAsync(server, instances);
        var reading = ReadAsync(server, programs: 3 * instances);
        await server.Client.RestartAsync("web", Cancelled);
        await server.Client.RestartAsync("web", Cancelled);
        await File.WriteAllTextAsync(project.File("quiet"), "", Cancelled);
        var read = await reading;
        AssertComplete(read, output, instances);
        if (instances > 1)
        {
            Assert.All(read, line => Assert.InRange(line.Instance ?? 0, 1, instances));
        }

        // The pages and the files say the same.
        await server.WaitForAsync("web", info => info.Instances?.All(one => one.State == RunState.Running) ?? info.State == RunState.Running, "runs");
        await Wait.Until(() => project.InstancesOf("web").Count == instances, "the old ones have ended");
        Assert.Equal(read.Count, (await server.Client.ReadLogAsync("web", new LogQuery(1), Cancelled)).TotalLines);
        AssertComplete(await FromTheStartAsync(server, read.Count), output, instances);
    }

    [Theory(Timeout = Patience)]
    [InlineData("merged", "log-archived")]
    [InlineData("merged", "log-renamed")]
    [InlineData("separate", "log-archived")]
    [InlineData("separate", "log-renamed")]
    [InlineData("pipe", "log-archived")]
    [InlineData("pipe", "log-renamed")]
    [InlineData("pipe", "pipe-renamed")]
    public async Task A_reader_that_reconnects_after_the_server_died_between_two_names_has_each_line_of_the_new_program_once(string output, string step)
    {
        await using var project = new Project().Write("write.py", Program).Configure(Web(output, 1, stopTimeout: "2s"), "- process: web", "logging: { maxFiles: 1000 }");
        project.Environment["PROCESSPROXY_FAILPOINT"] = step;
        var server = await project.StartAsync();
        await RunningAsync(server, 1);
        var read = new List<LogLine>();
        var reading = CollectAsync(server, read, new LogQuery(LogQuery.MaxLines), _ => false);
        await Wait.Until(() => read.Count > 100, "lines come");
        await Assert.ThrowsAsync<ProcessProxyException>(() => server.Client.RestartAsync("web", Cancelled));
        await server.ExitedAsync();
        await Assert.ThrowsAsync<ProcessProxyException>(() => reading);
        project.Environment.Remove("PROCESSPROXY_FAILPOINT");
        server = await project.StartAsync();
        await RunningAsync(server, 1);
        await File.WriteAllTextAsync(project.File("quiet"), "", Cancelled);
        var streams = output == "separate" ? 2 : 1;
        string[] all = [.. read.Select(line => line.Line.Split(' ')[0])];
        await CollectAsync(
            server, read, new LogQuery { After = read[^1].Place },
            line => line.Line.EndsWith(" end", StringComparison.Ordinal) && !all.Contains(line.Line.Split(' ')[0]) && --streams == 0);

        Assert.Equal("", string.Join("\n", read.Select(line => line.Line).Where(line => line.Length == 0 || !char.IsAsciiDigit(line[0]))));

        // The old program was ended by the next server, wherever it was.
        foreach (var program in Programs(read))
        {
            var numbers = program.Select(line => line.Line.Split(' ')[1]).Where(word => word != "end").Select(word => int.Parse(word, CultureInfo.InvariantCulture)).ToArray();
            Assert.Equal(Enumerable.Range(numbers[0], numbers.Length), numbers);
            Assert.True(numbers[0] == 1 || all.Contains(program.Key.Program));
        }

        // It did not wait for somebody who reads, and was not killed after its time.
        if (output == "pipe")
        {
            var old = read[0].Line.Split(' ')[0];
            await Wait.Until(() => project.InstancesOf("web").Count == 1, "the old one has ended");
            Assert.Single(
                Directory.GetFiles(project.File("logs")).Where(file => !file.EndsWith(".idx", StringComparison.Ordinal)).SelectMany(File.ReadAllLines),
                line => line == $"{old} end");
        }

        Assert.Equal(2, Programs(read).Select(program => program.Key.Program).Distinct().Count());

        // And the next replacement is not in the way of anything.
        await server.Client.RestartAsync("web", Cancelled);
    }

    /// <summary>Lines with the number of the process on each output, and a server that can be asked.</summary>
    private static string Program => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        import os, signal, socket, threading, time
        try:
            listening = socket.create_server(('127.0.0.1', int(os.environ['PORT'])))
        except OSError:
            os._exit(98) # Somebody else on the machine was faster; the server tries another port.
        def serve():
            while True:
                listening.accept()[0].close()
        threading.Thread(target=serve, daemon=True).start()
        done = threading.Event()
        ending = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: ending.set())
        def write(fd):
            n = last = 0
            while not last or n < last:
                for _ in range(50):
                    n += 1
                    os.write(fd, b'%d %d\n' % (os.getpid(), n))
                if not last:
                    time.sleep(0.01)
                    last = n + {{Lines}} if ending.is_set() or os.path.exists('quiet') else 0
            os.write(fd, b'%d end\n' % os.getpid())
        writers = [threading.Thread(target=write, args=(fd,)) for fd in ((1, 2) if os.environ.get('BOTH') else (1,))]
        for writer in writers: writer.start()
        for writer in writers: writer.join()
        while not ending.wait(0.1): pass
        """);

    private static string Web(string output, int instances, string stopTimeout = "60s") =>
        $$"""
        web:
          command: "python3"
          args: ["write.py"]
          port: auto
          output: {{output}}
          stopTimeout: {{stopTimeout}}
          instances: {{instances}}
          env: { BOTH: "{{(output == "separate" ? "1" : "")}}" }
        """;

    private static Task<ProcessInfo> RunningAsync(ServerUnderTest server, int instances) => server.WaitForAsync(
        "web", info => info.State == RunState.Running && (instances == 1 || info.Instances?.All(one => one.State == RunState.Running) == true), "runs");

    private static IEnumerable<IGrouping<(string Program, LogStream Stream), LogLine>> Programs(IEnumerable<LogLine> lines) =>
        lines.GroupBy(line => (line.Line.Split(' ')[0], line.Stream));

    private static void AssertComplete(IReadOnlyList<LogLine> read, string output, int instances)
    {
        var programs = Programs(read).ToArray();
        Assert.Equal(3 * instances * (output == "separate" ? 2 : 1), programs.Length);
        Assert.All(read, line => Assert.False(line.AfterGap));
        Assert.All(programs, program => Assert.Equal(
            [.. Enumerable.Range(1, program.Count() - 1).Select(n => n.ToString(CultureInfo.InvariantCulture)), "end"], program.Select(line => line.Line.Split(' ')[1])));
        Assert.All(programs, program => Assert.Single(program.Select(line => line.Instance).Distinct()));
    }

    private static async Task<List<LogLine>> ReadAsync(ServerUnderTest server, int programs)
    {
        var read = new List<LogLine>();
        var ends = new Dictionary<LogStream, int>();
        await CollectAsync(server, read, new LogQuery { After = "0" }, line =>
        {
            if (line.Line.EndsWith(" end", StringComparison.Ordinal))
            {
                ends[line.Stream] = ends.GetValueOrDefault(line.Stream) + 1;
            }

            return ends.GetValueOrDefault(LogStream.Output) == programs
                || (ends.GetValueOrDefault(LogStream.Stdout) == programs && ends.GetValueOrDefault(LogStream.Stderr) == programs);
        });
        return read;
    }

    private static async Task<List<LogLine>> FromTheStartAsync(ServerUnderTest server, int count)
    {
        var read = new List<LogLine>();
        await CollectAsync(server, read, new LogQuery { After = "0" }, _ => read.Count == count);
        return read;
    }

    private static async Task CollectAsync(ServerUnderTest server, List<LogLine> read, LogQuery query, Func<LogLine, bool> isLast)
    {
        await foreach (var line in server.Client.FollowLogAsync("web", query, Cancelled))
        {
            read.Add(line);
            if (isLast(line))
            {
                return;
            }
        }
    }
}
