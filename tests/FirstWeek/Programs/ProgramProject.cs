using System.Globalization;
using System.Net;
using Xunit;

namespace ProcessProxy.FirstWeek.Programs;

/// <summary>A project with one real program, with a health check, behind the one route.</summary>
internal sealed class ProgramProject : IAsyncDisposable
{
    public const string Id = "app";

    public Project Files { get; } = new();

    /// <summary>Where the program is to listen.</summary>
    public string Port { get; } = Ports.Free().ToString(CultureInfo.InvariantCulture);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Skips the test on a machine that does not have the program.</summary>
    public static void Need(string program) => Assert.SkipWhen(Machine.Which(program) is null, $"{program} is not installed.");

    /// <summary>Starts a server with the program.</summary>
    /// <param name="keys">Its keys, with <c>PORT</c> for the port.</param>
    public async Task<ServerUnderTest> StartAsync(string keys)
    {
        Files.Configure(
            $"{Id}: {{ {keys.Replace("PORT", Port, StringComparison.Ordinal)} }}",
            $"- {{ target: \"http://127.0.0.1:{Port}\", process: {Id} }}");
        return await Files.StartAsync();
    }

    /// <summary>
    /// Does with the program what somebody does in the first week: looks at it through the proxy, restarts it and looks again at once, kills
    /// the server under it, stops it.
    /// </summary>
    /// <param name="server">The server.</param>
    /// <param name="path">What is asked for.</param>
    /// <param name="expected">What the answer holds.</param>
    /// <param name="holds">Whether it comes up while a request waits, and not only after that.</param>
    public async Task LiveThroughAWeekAsync(ServerUnderTest server, string path, string expected, bool holds = true)
    {
        var first = await HealthyAsync(server);
        Assert.Contains(expected, await GetAsync(server, path), StringComparison.Ordinal);

        Assert.NotEqual(first.Pid, (await server.Client.RestartAsync(Id, Cancelled)).Pid);
        if (holds)
        {
            Assert.Contains(expected, await GetAsync(server, path), StringComparison.Ordinal);
        }

        var running = await HealthyAsync(server);

        await server.KillAsync();
        var next = await Files.StartAsync();
        var adopted = await next.Client.GetAsync(Id, Cancelled);
        Assert.Equal((running.Pid, true), (adopted.Pid, adopted.IsReconnected));
        Assert.Contains(expected, await GetAsync(next, path), StringComparison.Ordinal);

        var tree = Files.InstancesOf(Id);
        var stopped = await next.Client.StopAsync(Id, Cancelled);
        Assert.Equal("stopped by an operator", stopped.Reason);
        Assert.DoesNotContain(tree, Machine.IsAlive);
        Assert.Equal(0, await next.StopAsync());
    }

    public ValueTask DisposeAsync() => Files.DisposeAsync();

    private static async Task<ProcessInfo> HealthyAsync(ServerUnderTest server)
    {
        ProcessInfo? info = null;
        await Wait.Until(
            async () => (info = await server.Client.GetAsync(Id, Cancelled)).Health == HealthState.Healthy, "the program is healthy", TimeSpan.FromMinutes(2));
        return info!;
    }

    private static async Task<string> GetAsync(ServerUnderTest server, string path)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(2) };
        using var answer = await http.GetAsync(new Uri(server.Proxy + path), Cancelled);
        var text = await answer.Content.ReadAsStringAsync(Cancelled);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path} is answered {(int)answer.StatusCode}: {text}\n{server.Output}");
        return text;
    }
}
