using ProcessProxy.Configuration;
using ProcessProxy.Platform.Network;
using ProcessProxy.Platform.Servers;
using ProcessProxy.Supervision.Diagnosis;
using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Running;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Diagnosis;

/// <summary>Whose port it is, while runs come and go.</summary>
public sealed class PortFactsTests : IAsyncLifetime
{
    private readonly Bench bench = new();
    private Fleet fleet = null!;

    public async ValueTask InitializeAsync()
    {
        fleet = new Fleet(bench.Services);
        fleet.Open(new ProcessesSpec { All = [Web], StateDirectory = bench.Folder });
        await fleet.StartAsync(Bench.Cancelled);
        await bench.UntilAsync("web", RunState.Running);
    }

    public async ValueTask DisposeAsync()
    {
        await fleet.DisposeAsync();
        bench.Dispose();
    }

    private ProcessSpec Web => Specs.Process("web", launch: bench.Launch("web") with { Env = new ValueMap([new("PORT", "3000")]) });

    [Fact]
    public void A_run_that_is_just_ending_or_has_just_begun_is_no_stranger()
    {
        // The state was read while nothing of it ran; the listener is looked up after that.
        foreach (var run in (string[])["web/earlier-1", bench.Host.Last.Identity.Mark, "web/later-9"])
        {
            var found = Find(new PortListener(77, "node server.js", run, 77));
            Assert.Equal((true, (PortOwner?)null, "web"), (found.IsOwn, found.Stranger, found.Owner!.ProcessId));
        }
    }

    [Fact]
    public void One_that_has_overwritten_its_environment_is_known_by_its_session()
    {
        var run = bench.Host.Last.Identity.Pid;
        Assert.True(Find(new PortListener(run, "postgres: main", null, run)).IsOwn);
        Assert.True(Find(new PortListener(77, "postgres: worker", null, run)).IsOwn);
        Assert.False(Find(new PortListener(77, "postgres: worker", null, 77)).IsOwn);
    }

    [Theory]
    [InlineData("web.2/run-1")]
    [InlineData("webhook/run-1")]
    public void A_process_whose_id_begins_alike_is_a_stranger(string run) => Assert.False(Find(new PortListener(77, "node", run, 77)).IsOwn);

    [Theory]
    [InlineData(true, "a program of another user")]
    [InlineData(false, "a program that cannot be seen from here")]
    public void Who_cannot_be_seen_is_another_user_s_only_where_it_is(bool isForeign, string words) =>
        Assert.Equal(words, Find(new PortListener(null, null, null, null, isForeign)).StrangerInWords);

    [Fact]
    public void A_program_that_listens_elsewhere_is_said_to()
    {
        var facts = new PortFacts(fleet, new Table(null));
        var state = fleet.Find(Web.Id)!.Runners[0].State;
        var told = facts.Find(fleet.Find(Web.Id)!.Runners[0], state, Server())!;
        Assert.Equal((3000, "PORT", "env"), (told.Number, told.Variable, told.Key[2]));
        Assert.Equal([3001], told.Others);

        var given = facts.Find(fleet.Find(Web.Id)!.Runners[0], state with { Port = 20013 }, Server())!;
        Assert.Equal((20013, "port"), (given.Number, given.Key[^1]));
    }

    private PortFact Find(PortListener listener) => new PortFacts(fleet, new Table(listener)).Find(fleet.Find(Web.Id)!.Runners[0], new ProcessState { Phase = Phase.Backoff, Goal = Goal.Up }, Server())!;

    private ServerSpec Server() => new()
    {
        ConfigFile = "/nowhere/proxy.yaml", ProjectDirectory = "/nowhere", Listen = null!, Management = null!, Tls = null!,
        Processes = new ProcessesSpec { All = [Web], StateDirectory = bench.Folder },
    };

    private sealed class Table(PortListener? listener) : IPortTable
    {
        public PortListener? Find(int port) => port == 3000 ? listener : null;

        public IReadOnlyList<int> PortsOf(int session) => listener is null ? [3001] : [];
    }
}
