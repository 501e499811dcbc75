using ProcessProxy.AspNetCore.Tests.Api;
using ProcessProxy.Generate.OpenApi;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Contract;

/// <summary>Nothing is lost or changed between the server's process objects and the client's.</summary>
public class RoundTripTests : ApiTest
{
    public static TheoryData<RunState, HealthState> States { get; } =
        new MatrixTheoryData<RunState, HealthState>(Enum.GetValues<RunState>(), Enum.GetValues<HealthState>());

    [Theory]
    [MemberData(nameof(States))]
    public async Task Every_state_arrives_as_it_was_sent(RunState state, HealthState health)
    {
        Server.Processes.Put(Sample.Process("web") with { State = state, Health = health });
        using var client = new HttpProcessClient(Server.Address);
        var process = await client.GetAsync("web", TestContext.Current.CancellationToken);
        Assert.Equal((state, health), (process.State, process.Health));
    }

    [Fact]
    public async Task A_process_without_optional_values_arrives_as_it_was_sent() => await ArrivesAsync(Sample.Process("web"));

    [Fact]
    public async Task A_process_with_every_value_arrives_as_it_was_sent() => await ArrivesAsync(Sample.Process("web") with
    {
        Name = "Wéb \"server\" 🚀",
        Description = "line\nbreak",
        Enabled = true,
        State = RunState.Backoff,
        Health = HealthState.Unhealthy,
        IsRunning = true,
        Pid = int.MaxValue,
        StartTime = Sample.Noon.AddDays(-400),
        Uptime = TimeSpan.FromDays(400),
        RestartCount = 3,
        RestartsLeft = 7,
        NextRestartAt = Sample.Noon.AddSeconds(2),
        LastExit = new ProcessExit(null, "SIGKILL", Sample.Noon),
        LastRestartTime = Sample.Noon,
        HealthCheckFailures = 2,
        LastHealthCheck = new HealthCheckResult(Sample.Noon, false, null, "Connection refused", TimeSpan.FromMilliseconds(3)),
        IsReconnected = true,
        Resources = new ResourceUse(Sample.Noon, 1.25, 1L << 40, 17, 65, 3),
    });

    [Fact]
    public async Task A_diagnosis_arrives_as_it_was_sent()
    {
        using var client = new HttpProcessClient(Server.Address);
        var sent = Sample.Diagnosis(Sample.Process("worker"));
        Assert.Equivalent(sent, await client.GetDiagnosisAsync("worker", TestContext.Current.CancellationToken), strict: true);
    }

    [Fact]
    public async Task The_status_arrives_as_it_was_sent()
    {
        using var client = new HttpProcessClient(Server.Address);
        Assert.Equivalent(Sample.Status, await client.GetStatusAsync(TestContext.Current.CancellationToken), strict: true);
    }

    [Fact]
    public async Task What_processes_use_and_routes_do_arrives_as_it_was_sent()
    {
        using var client = new HttpProcessClient(Server.Address);
        Assert.Equivalent(Sample.History, await client.GetResourcesAsync("web", TestContext.Current.CancellationToken), strict: true);
        Assert.Equivalent(Sample.Routes, await client.GetRoutesAsync(TestContext.Current.CancellationToken), strict: true);
    }

    [Fact(Timeout = Patience)]
    public async Task Every_kind_of_event_arrives()
    {
        using var client = new HttpProcessClient(Server.Address);
        await using var events = client.WatchAsync(cancellationToken: TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await events.MoveNextAsync();
        Server.Processes.Exit("web", 1);
        Server.Processes.Remove("worker");
        await events.MoveNextAsync();
        Assert.Equal(ProcessEventKind.Change, events.Current.Kind);
        await events.MoveNextAsync();
        Assert.Equal((ProcessEventKind.Removed, "worker"), (events.Current.Kind, events.Current.Processes[0].Id));
    }

    [Theory]
    [InlineData(LogStream.Output)]
    [InlineData(LogStream.Stdout)]
    [InlineData(LogStream.Stderr)]
    public async Task Every_stream_of_a_log_arrives_and_can_be_asked_for(LogStream stream)
    {
        foreach (var each in Enum.GetValues<LogStream>())
        {
            Server.Processes.Print("web", each.ToString(), each);
        }

        using var client = new HttpProcessClient(Server.Address);
        var page = await client.ReadLogAsync("web", new LogQuery(10, stream), TestContext.Current.CancellationToken);
        Assert.Equal([new LogLine(Sample.Noon, stream, stream.ToString())], page.Logs);
    }

    [Fact]
    public async Task Problems_of_a_configuration_arrive_with_and_without_a_suggestion()
    {
        ConfigurationProblem[] problems =
        [
            new("/srv/p.yaml", 3, 5, "PP0101", "processes.web.comand", "There is no key 'comand'.", "command"),
            new("/srv/p.yaml", 1, 1, "PP0001", "", "The file is empty."),
        ];
        Server.Processes.BreakConfiguration(problems);
        using var client = new HttpProcessClient(Server.Address);
        var failure = await Assert.ThrowsAsync<ProcessProxyException>(() => client.ReloadAsync(TestContext.Current.CancellationToken));
        Assert.Equal(problems, failure.Problems);
        Assert.Equal("The configuration has problems; the old one stays in force.", failure.Sentence);
    }

    private async Task ArrivesAsync(ProcessInfo process)
    {
        Server.Processes.Put(process);
        using var client = new HttpProcessClient(Server.Address);
        Assert.Equivalent(
            process with { Configuration = Sample.Configuration },
            await client.GetAsync("web", TestContext.Current.CancellationToken),
            strict: true);
    }
}
