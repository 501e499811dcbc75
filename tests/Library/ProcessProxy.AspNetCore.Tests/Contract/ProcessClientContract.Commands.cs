using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Contract;

public abstract partial class ProcessClientContract
{
    [Fact(Timeout = Patience)]
    public async Task Starting_a_stopped_process_answers_when_it_runs()
    {
        var process = await Client.StartAsync("worker", TestContext.Current.CancellationToken);
        Assert.Equal(("worker", RunState.Running, true), (process.Id, process.State, process.IsRunning));
        Assert.Equal(process.Pid, (await Client.GetAsync("worker", TestContext.Current.CancellationToken)).Pid);
    }

    [Fact(Timeout = Patience)]
    public async Task Starting_a_running_process_changes_nothing()
    {
        var before = await Client.GetAsync("web", TestContext.Current.CancellationToken);
        var after = await Client.StartAsync("web", TestContext.Current.CancellationToken);
        Assert.Equal((before.Pid, before.StartTime, before.RestartCount), (after.Pid, after.StartTime, after.RestartCount));
    }

    [Fact(Timeout = Patience)]
    public async Task Stopping_a_process_answers_when_nothing_of_it_runs()
    {
        var process = await Client.StopAsync("web", TestContext.Current.CancellationToken);
        Assert.Equal((RunState.Stopped, false, null), (process.State, process.IsRunning, process.Pid));
        Assert.NotNull(process.LastExit);
        Assert.Null(process.Uptime);
    }

    [Fact(Timeout = Patience)]
    public async Task Stopping_a_stopped_process_changes_nothing()
    {
        var before = await Client.GetAsync("worker", TestContext.Current.CancellationToken);
        var after = await Client.StopAsync("worker", TestContext.Current.CancellationToken);
        Assert.Equal((before.State, before.Since), (after.State, after.Since));
    }

    [Fact(Timeout = Patience)]
    public async Task Restarting_a_process_gives_it_another_pid()
    {
        var before = await Client.GetAsync("web", TestContext.Current.CancellationToken);
        var after = await Client.RestartAsync("web", TestContext.Current.CancellationToken);
        Assert.Equal(RunState.Running, after.State);
        Assert.NotEqual(before.Pid, after.Pid);
    }

    [Fact(Timeout = Patience)]
    public async Task Restarting_a_stopped_process_starts_it() =>
        Assert.Equal(RunState.Running, (await Client.RestartAsync("worker", TestContext.Current.CancellationToken)).State);

    [Fact(Timeout = Patience)]
    public async Task A_program_that_does_not_exist_fails_the_start_with_the_reason()
    {
        var failure = await FailsAsync(() => Client.StartAsync("broken", TestContext.Current.CancellationToken));
        Assert.Equal(ErrorCodes.LaunchFailed, failure.Code);
        Assert.Contains("broken", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task A_reload_of_the_same_configuration_does_nothing_to_any_process()
    {
        var pid = (await Client.GetAsync("web", TestContext.Current.CancellationToken)).Pid;
        var actions = await Client.ReloadAsync(TestContext.Current.CancellationToken);
        Assert.All(actions, action => Assert.Equal(ReloadActionKind.None, action.Action));
        Assert.Equal(pid, (await Client.GetAsync("web", TestContext.Current.CancellationToken)).Pid);
    }

    [Fact(Timeout = Patience)]
    public async Task A_reload_starts_what_is_new_and_says_why()
    {
        await AddToConfigurationAsync("added");
        var action = Assert.Single(await Client.ReloadAsync(TestContext.Current.CancellationToken), action => action.Id == "added");
        Assert.Equal(ReloadActionKind.Start, action.Action);
        Assert.NotEmpty(action.Because);
        Assert.Equal("added", (await Client.ListAsync(TestContext.Current.CancellationToken))[^1].Id);
    }

    [Fact(Timeout = Patience)]
    public async Task The_plan_says_what_a_reload_would_do_and_does_nothing()
    {
        await AddToConfigurationAsync("added");
        var plan = await Client.GetPlanAsync(TestContext.Current.CancellationToken);
        var change = Assert.Single(plan, change => change.Process == "added");
        Assert.Equal(ReloadActionKind.Start, change.Action);
        Assert.NotEmpty(change.Because);
        Assert.All(plan.Where(other => other.Process != "added"), other => Assert.Equal(ReloadActionKind.None, other.Action));
        Assert.DoesNotContain("added", (await Client.ListAsync(TestContext.Current.CancellationToken)).Select(process => process.Id));
    }

    [Fact(Timeout = Patience)]
    public async Task The_plan_of_a_broken_configuration_is_its_problems()
    {
        await BreakConfigurationAsync();
        var failure = await FailsAsync(() => Client.GetPlanAsync(TestContext.Current.CancellationToken));
        Assert.Equal(ErrorCodes.ConfigurationInvalid, failure.Code);
        Assert.NotEmpty(failure.Problems);
    }

    [Fact(Timeout = Patience)]
    public async Task A_reload_of_a_broken_configuration_gives_its_problems_and_changes_nothing()
    {
        var before = await Client.GetAsync("web", TestContext.Current.CancellationToken);
        await BreakConfigurationAsync();
        var failure = await FailsAsync(() => Client.ReloadAsync(TestContext.Current.CancellationToken));
        Assert.Equal(ErrorCodes.ConfigurationInvalid, failure.Code);
        Assert.NotEmpty(failure.Problems);
        Assert.All(failure.Problems, problem =>
        {
            Assert.True(problem.Line > 0 && problem.Column > 0);
            Assert.NotEmpty(problem.File);
            Assert.NotEmpty(problem.Message);
        });
        Assert.Equal(before.Pid, (await Client.GetAsync("web", TestContext.Current.CancellationToken)).Pid);
    }

    [Fact(Timeout = Patience)]
    public async Task The_number_of_instances_can_be_set_within_its_bounds()
    {
        Assert.Equal([1, 2, 3], (await Client.ScaleAsync("web", 3, TestContext.Current.CancellationToken)).Instances?.Select(one => one.Instance));
        Assert.Null((await Client.ScaleAsync("web", 1, TestContext.Current.CancellationToken)).Instances);
        foreach (var wrong in new[] { 0, 101 })
        {
            var refused = await Assert.ThrowsAsync<ProcessProxyException>(() => Client.ScaleAsync("web", wrong, TestContext.Current.CancellationToken));
            Assert.Equal(ErrorCodes.BadArgument, refused.Code);
        }
    }
}
