using System.Diagnostics;
using Xunit;

namespace ProcessProxy.Attack;

/// <summary>Nobody reads what the server says: a pipe that is not drained, while clients give it much to say.</summary>
public sealed class OutputAttackTests
{
    /// <summary>Passes on what is said until the server is up, and never reads again.</summary>
    private const string Deaf = """
        exec "$@" > >(while IFS= read -r line; do printf '%s\n' "$line"; case $line in *Ctrl+C*) break;; esac; done; exec sleep 100000 >/dev/null 2>&1)
        """;

    [Fact(Timeout = FaultTable.LongTimeout)]
    public async Task A_log_that_nobody_reads_keeps_neither_traffic_nor_supervision_waiting()
    {
        Assert.SkipWhen(Machine.Which("bash") is null, "There is no bash here.");
        var requests = FaultTable.Amount(4000, 100_000);
        await using var target = new Target("crasher: { command: sh, args: [\"-c\", \"sleep 0.1; exit 1\"], restartDelay: 100, maxRestarts: 1000000 }", "accessLog: { output: stdout }");
        target.Project.Wrapper = ["bash", "-c", Deaf, "bash"];
        var server = await target.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 16 }) { Timeout = Wait.Patience };
        var slowest = TimeSpan.Zero;
        await Parallel.ForEachAsync(Enumerable.Range(0, requests), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = TestContext.Current.CancellationToken }, async (number, token) =>
        {
            using var answer = await http.GetAsync($"http://127.0.0.1:{target.ProxyPort}/{number}/{new string('x', 200)}", token);
            Assert.True(answer.IsSuccessStatusCode);
        });

        var asked = Stopwatch.GetTimestamp();
        await target.AssertServesAsync();
        slowest = Stopwatch.GetElapsedTime(asked);
        var before = (await server.Client.GetAsync("crasher", TestContext.Current.CancellationToken)).RestartCount;
        await server.WaitForAsync("crasher", info => info.RestartCount > before + 2, "is restarted as before");
        Assert.Equal(0, await server.StopAsync());
        FaultTable.Add(
            "a standard output that nobody reads, filled by clients",
            $"{requests} requests with a line each all answered, then route, health and API in {slowest.TotalMilliseconds:0} ms; supervision went on; SIGTERM ended it with 0");
    }
}
