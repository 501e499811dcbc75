using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Running;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Running;

/// <summary>What a plan says about a number of instances that a command has set.</summary>
public sealed class ScaledPlanTests : IAsyncDisposable
{
    private const int Patience = 20_000;
    private readonly Bench bench = new();
    private readonly Fleet fleet;

    public ScaledPlanTests() => fleet = new Fleet(bench.Services);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await fleet.DisposeAsync();
        bench.Dispose();
    }

    [Fact(Timeout = Patience)]
    public async Task A_plan_shows_the_number_that_a_command_has_set_and_what_a_reload_does_with_it()
    {
        var web = await ScaledAsync(4);
        Assert.Equal((ReloadActionKind.None, "stays scaled to 4 (configured: 2)"), Plan(web));
        Assert.Equal((ReloadActionKind.Update, "name web → Other; stays scaled to 4 (configured: 2)"), Plan(web with { Name = "Other" }));
        Assert.Equal((ReloadActionKind.Update, "instances 2 → 3; no longer scaled to 4"), Plan(web with { Instances = 3 }));
        await fleet.ScaleAsync(fleet.Find("web")!, 2, Cancelled);
        Assert.Equal((ReloadActionKind.None, ConfigurationPlan.Unchanged), Plan(web));
    }

    [Fact(Timeout = Patience)]
    public async Task A_reload_does_what_the_plan_says_with_the_number()
    {
        var web = await ScaledAsync(4);
        foreach (var (updated, count) in new[] { (web, 4), (web with { Name = "Other" }, 4), (web with { Instances = 3 }, 3) })
        {
            var (action, because) = Plan(updated);
            Assert.Equal((action, because), Assert.Single(await fleet.ChangeAsync(Spec(updated))) is var done ? (done.Action, done.Because) : default);
            Assert.Equal(count, fleet.Find("web")!.Runners.Count);
        }
    }

    [Fact(Timeout = Patience)]
    public async Task A_process_that_gets_a_fixed_port_does_not_keep_the_number()
    {
        var web = await ScaledAsync(4, configured: 1);
        var updated = web with { Port = new PortSpec { Number = 8080 } };
        Assert.EndsWith("; no longer scaled to 4", Plan(updated).Because, StringComparison.Ordinal);
        await fleet.ChangeAsync(Spec(updated));
        Assert.Single(fleet.Find("web")!.Runners);
    }

    private async Task<ProcessSpec> ScaledAsync(int instances, int configured = 2)
    {
        var web = Specs.Process("web", launch: bench.Launch("web")) with { Name = "web", Instances = configured };
        fleet.Open(Spec(web));
        await fleet.StartAsync(Cancelled);
        await fleet.ScaleAsync(fleet.Find("web")!, instances, Cancelled);
        return web;
    }

    private (ReloadActionKind Action, string Because) Plan(ProcessSpec updated) =>
        Assert.Single(ConfigurationPlan.Plan(fleet.Spec!, Spec(updated)).Select(action => fleet.AsItIs(action, Spec(updated)))) is var planned
            ? (planned.Action, planned.Because) : default;

    private ProcessesSpec Spec(ProcessSpec web) => new() { All = [web], StateDirectory = bench.Folder };
}
