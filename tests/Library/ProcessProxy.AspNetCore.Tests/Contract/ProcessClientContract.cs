using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Contract;

/// <summary>
/// What every <see cref="IProcessClient"/> does. An implementation derives from this and gives a client over three
/// processes in this order: <c>web</c> (enabled, running, with PORT in its env), <c>worker</c> (disabled, stopped) and
/// <c>broken</c> (disabled; its program does not exist).
/// </summary>
public abstract partial class ProcessClientContract : IAsyncLifetime
{
    protected const int Patience = 30_000;

    protected IProcessClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Client = await CreateAsync();

    public async ValueTask DisposeAsync()
    {
        await ReleaseAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives a client over the three processes.</summary>
    protected abstract Task<IProcessClient> CreateAsync();

    /// <summary>Makes the running program of <paramref name="id"/> print a line.</summary>
    protected abstract Task PrintAsync(string id, string line);

    /// <summary>Makes the running program of <paramref name="id"/> end by itself.</summary>
    protected abstract Task ExitAsync(string id, int code);

    /// <summary>Writes one more process, enabled, into the configuration.</summary>
    protected abstract Task AddToConfigurationAsync(string id);

    /// <summary>Makes the configuration wrong in one or more places.</summary>
    protected abstract Task BreakConfigurationAsync();

    /// <summary>Disposes of what <see cref="CreateAsync"/> made.</summary>
    protected abstract ValueTask ReleaseAsync();

    private static Task<ProcessProxyException> FailsAsync(Func<Task> call) => Assert.ThrowsAsync<ProcessProxyException>(call);

    public static TheoryData<string> NoIds =>
        ["nobody", "", ".", "..", "a/b", "a%2Fb", "web?x", "-web", " web", "wéb", "WEB", new string('x', 65)];

    [Fact(Timeout = Patience)]
    public async Task The_list_has_every_process_in_the_order_of_the_configuration()
    {
        var list = await Client.ListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["web", "worker", "broken"], list.Select(process => process.Id));
        Assert.Equal([true, false, false], list.Select(process => process.Enabled));
    }

    [Fact(Timeout = Patience)]
    public async Task A_process_comes_with_its_configuration_in_force_and_the_list_without()
    {
        var process = await Client.GetAsync("web", TestContext.Current.CancellationToken);
        Assert.NotNull(process.Configuration);
        Assert.Equal("SIGTERM", process.Configuration["stopSignal"]);
        Assert.All(await Client.ListAsync(TestContext.Current.CancellationToken), listed => Assert.Null(listed.Configuration));
    }

    [Fact(Timeout = Patience)]
    public async Task Values_of_the_environment_are_never_shown()
    {
        var process = await Client.GetAsync("web", TestContext.Current.CancellationToken);
        Assert.Equal("***", process.Env["PORT"]);
        Assert.All(process.Env.Values, value => Assert.Equal("***", value));
    }

    [Fact(Timeout = Patience)]
    public async Task A_running_process_shows_its_program()
    {
        var process = await Client.GetAsync("web", TestContext.Current.CancellationToken);
        Assert.Equal(RunState.Running, process.State);
        Assert.True(process.IsRunning);
        Assert.True(process.Pid > 1);
        Assert.NotNull(process.StartTime);
        Assert.NotNull(process.Uptime);
    }

    [Fact(Timeout = Patience)]
    public async Task A_diagnosis_has_one_sentence_and_the_state_it_is_about()
    {
        var diagnosis = await Client.GetDiagnosisAsync("web", TestContext.Current.CancellationToken);
        Assert.Equal(("web", RunState.Running), (diagnosis.ProcessId, diagnosis.State));
        Assert.Matches(@"^web [^\n]*\.$", diagnosis.Summary);
        Assert.NotNull(diagnosis.Details);
        Assert.Equal(RunState.Stopped, (await Client.GetDiagnosisAsync("worker", TestContext.Current.CancellationToken)).State);
    }

    [Fact(Timeout = Patience)]
    public async Task The_status_says_that_the_server_runs_and_counts_its_processes()
    {
        var status = await Client.GetStatusAsync(TestContext.Current.CancellationToken);
        Assert.Equal("running", status.Status);
        Assert.NotEmpty(status.Version);
        Assert.Equal((3, 1), (status.Processes.Total, status.Processes.Running));
    }

    [Theory(Timeout = Patience)]
    [MemberData(nameof(NoIds))]
    public async Task An_id_that_nobody_has_is_not_found_by_any_call(string id)
    {
        Func<Task>[] calls =
        [
            () => Client.GetAsync(id, TestContext.Current.CancellationToken),
            () => Client.GetDiagnosisAsync(id, TestContext.Current.CancellationToken),
            () => Client.GetResourcesAsync(id, TestContext.Current.CancellationToken),
            () => Client.StartAsync(id, TestContext.Current.CancellationToken),
            () => Client.StopAsync(id, TestContext.Current.CancellationToken),
            () => Client.RestartAsync(id, TestContext.Current.CancellationToken),
            () => Client.ReadLogAsync(id, new LogQuery(), TestContext.Current.CancellationToken),
            () => FirstAsync(Client.FollowLogAsync(id, new LogQuery(), TestContext.Current.CancellationToken)),
        ];
        foreach (var call in calls)
        {
            Assert.Equal(ErrorCodes.ProcessNotFound, (await FailsAsync(call)).Code);
        }
    }

    [Fact(Timeout = Patience)]
    public async Task A_call_that_is_cancelled_beforehand_is_cancelled()
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await ending.CancelAsync();
        var failure = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client.RestartAsync("web", ending.Token));
        Assert.Equal(ending.Token, failure.CancellationToken);
    }
}
