using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Xunit;

namespace ProcessProxy.Attack;

/// <summary>Another user of the machine, who owns nothing of ours.</summary>
public sealed partial class NeighbourAttackTests
{
    private const int Neighbour = 2001;
    private const int Callers = 8;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task A_neighbour_commands_nothing_and_reads_nothing_but_that_the_server_is_well()
    {
        await using var target = await TargetAsync();
        var api = $"http://127.0.0.1:{target.ManagementPort}/api/processes";
        var pid = (await target.Server.WaitForAsync("web", RunState.Running)).Pid;
        Assert.Equal("200", await AskAsync($"http://127.0.0.1:{target.ManagementPort}/health"));
        string[] commands = ["", "/web/stop", "/web/restart", "/reload"];
        foreach (var command in commands)
        {
            Assert.Equal("403", await AskAsync(api + command, command.Length == 0 ? [] : ["-X", "POST"]));
        }

        var socket = Directory.GetFiles(target.Project.Root, "processproxy.sock", SearchOption.AllDirectories).Single();
        Assert.Equal("000", await AskAsync("http://localhost/api/processes", "--unix-socket", socket));

        string[] files = ["pids/web.state", "pids/processproxy.lock", "logs/web.log"];
        foreach (var file in files)
        {
            Assert.True(File.Exists(target.Project.File(file)), file);
            Assert.NotEqual(0, await AsNeighbourAsync("cat", target.Project.File(file)));
            Assert.NotEqual(0, await AsNeighbourAsync("sh", "-c", $"echo forged > '{target.Project.File(file)}'"));
        }

        Assert.NotEqual(0, await AsNeighbourAsync("touch", target.Project.File("pids/evil.state")));
        Assert.Equal(pid, (await target.Server.Client.GetAsync("web", Cancelled)).Pid);
        await target.AssertServesAsync();
        FaultTable.Add("another user asks, commands, reads and forges", $"{commands.Length} calls over TCP answered 403, the socket closed to it, {files.Length} files neither read nor written; the program untouched");
    }

    [Fact(Timeout = FaultTable.LongTimeout)]
    public async Task A_neighbour_who_calls_without_pause_keeps_nobody_out()
    {
        await using var target = await TargetAsync();
        var call = $"while exec 3<> /dev/tcp/127.0.0.1/{target.ManagementPort}; do "
            + "printf 'GET /api/processes HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3; "
            + "read -r _ status _ <&3; echo $status; exec 3>&-; done";
        var callers = new List<Process>();
        try
        {
            for (var i = 0; i < Callers; i++)
            {
                callers.Add(Process.Start(new ProcessStartInfo("setpriv", [.. Neighbourly, "bash", "-c", call]) { RedirectStandardOutput = true })!);
            }

            var answers = callers.ConvertAll(caller => caller.StandardOutput.ReadToEndAsync(Cancelled));
            var slowest = TimeSpan.Zero;
            var duration = FaultTable.Duration(TimeSpan.FromSeconds(3));
            for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < duration;)
            {
                var asked = Stopwatch.GetTimestamp();
                Assert.Equal(System.Net.HttpStatusCode.OK, await Target.GetAsync($"http://127.0.0.1:{target.ManagementPort}/api/processes"));
                var took = Stopwatch.GetElapsedTime(asked);
                slowest = took > slowest ? took : slowest;
                await Task.Delay(20, Cancelled);
            }

            Assert.InRange(slowest, TimeSpan.Zero, FaultTable.IsLong ? TimeSpan.FromSeconds(1) : Wait.Patience);
            callers.ForEach(caller => caller.Kill(entireProcessTree: true));
            var refused = (await Task.WhenAll(answers)).SelectMany(text => text.Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToList();
            Assert.NotEmpty(refused);
            Assert.All(refused, status => Assert.Equal("403", status));
            await target.AssertServesAsync();
            FaultTable.Add(
                $"another user calls on {Callers} connections without pause",
                $"{refused.Count / duration.TotalSeconds:0} calls a second answered 403; the API answered its own user over the same port, slowest {slowest.TotalMilliseconds:0} ms");
        }
        finally
        {
            foreach (var caller in callers)
            {
                caller.Kill(entireProcessTree: true);
                caller.Dispose();
            }
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task A_read_lock_on_a_log_keeps_no_program_from_starting()
    {
        await using var target = await TargetAsync();
        await target.Server.Client.StopAsync("web", Cancelled);
        using var log = File.OpenHandle(target.Project.File("logs/web.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Assert.Equal(0, LockToRead(log));
        await target.Server.Client.StartAsync("web", Cancelled);
        await target.Server.WaitForAsync("web", info => info is { State: RunState.Running, Health: HealthState.Healthy }, "runs and is healthy");
        FaultTable.Add("a read lock on the log of a program", $"started all the same");
    }

    [Fact(Timeout = 120_000)]
    public async Task A_process_of_a_neighbour_with_our_mark_and_our_log_is_not_taken_over_and_not_touched()
    {
        await using var target = await TargetAsync();
        var mark = System.Text.Encoding.UTF8.GetString(Machine.Environment((await target.Server.WaitForAsync("web", RunState.Running)).Pid!.Value))
            .Split('\0').Single(entry => entry.StartsWith("PROCESSPROXY_RUN=", StringComparison.Ordinal));
        Assert.Equal(0, await target.Server.StopAsync());

        // The log as its output, as somebody has it to whom it was once readable; everything that told of the run before is gone, as after a reboot.
        File.Delete(target.Project.File("pids/web.state"));
        var start = new ProcessStartInfo("sh", ["-c", $"exec setpriv --reuid {Neighbour} --regid {Neighbour} --clear-groups -- env {mark} PROCESSPROXY_ID=web setsid sleep 1000 >> '{target.Project.File("logs/web.log")}' 2>&1"]);
        start.Environment[Project.MarkVariable] = target.Project.Mark;
        using var stranger = Process.Start(start)!;
        await Wait.Until(() => Machine.Environment(stranger.Id) is var environment && System.Text.Encoding.UTF8.GetString(environment).Contains("PROCESSPROXY_ID=web\0", StringComparison.Ordinal), "the stranger is there");
        var server = await target.StartAsync();
        Assert.NotEqual(stranger.Id, (await server.WaitForAsync("web", RunState.Running)).Pid);
        await target.AssertServesAsync();
        Assert.Equal(0, await server.StopAsync());
        Assert.True(Machine.IsAlive(stranger.Id));
        FaultTable.Add("a process of another user with our mark, our id and our log as its output", $"not taken over, not in the way, not signaled");
    }

    private static async Task<Target> TargetAsync()
    {
        Assert.SkipWhen(Environment.UserName != "root", "Only root can send another user.");
        Assert.SkipWhen(Machine.Which("setpriv") is null || Machine.Which("curl") is null, "There is no setpriv or no curl here.");
        var target = new Target();

        // Not by the folder that holds the project, which is this user's alone, but by what the server does.
        File.SetUnixFileMode(target.Project.Root, (UnixFileMode)Convert.ToInt32("755", 8));
        await target.StartAsync();
        return target;
    }

    /// <summary>The status that the neighbour gets; 000 when there is no answer.</summary>
    private static async Task<string> AskAsync(string address, params string[] more)
    {
        var result = await Tool.RunAsync("setpriv", "/", [.. Neighbourly, "curl", "-s", "-m", "20", "-o", "/dev/null", "-w", "%{http_code}", .. more, address]);
        return result.Output;
    }

    private static async Task<int> AsNeighbourAsync(params string[] command) => (await Tool.RunAsync("setpriv", "/", [.. Neighbourly, .. command])).ExitCode;

    private static string[] Neighbourly => [string.Create(CultureInfo.InvariantCulture, $"--reuid={Neighbour}"), string.Create(CultureInfo.InvariantCulture, $"--regid={Neighbour}"), "--clear-groups", "--"];

    /// <summary>Takes a lock of an open file, for reading, on the whole of it.</summary>
    private static unsafe int LockToRead(SafeHandle file)
    {
        const int set = 37;
        var request = stackalloc byte[32];
        new Span<byte>(request, 32).Clear();
        return Control((int)file.DangerousGetHandle(), set, request);
    }

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static unsafe partial int Control(int file, int command, byte* request);
}
