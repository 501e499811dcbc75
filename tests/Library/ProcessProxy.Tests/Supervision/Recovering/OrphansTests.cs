using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision.Keeping;
using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Recovering;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Recovering;

/// <summary>Programs of an earlier server that are ended beside those that run.</summary>
public sealed class OrphansTests : IDisposable
{
    private const int Patience = 20_000;
    private readonly Bench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact(Timeout = Patience)]
    public async Task The_record_of_a_new_program_in_the_seat_of_one_that_is_being_ended_is_kept()
    {
        var takes = new TaskCompletionSource();
        var old = Write("web.next/old", pid: 4711);
        bench.Host.Running.Add(new FakeChild(old) { TreeTakes = takes.Task });
        var ending = Orphans.EndAsync(_ => true, bench.Services, Bench.Cancelled);
        Write("web.next/new", pid: 4712);
        takes.SetResult();
        await ending;
        Assert.Equal("web.next/new", bench.Services.Store.Read("web.next")?.Mark);
    }

    [Fact(Timeout = Patience)]
    public async Task The_record_of_a_program_that_has_ended_is_removed()
    {
        bench.Host.Running.Add(new FakeChild(Write("web.next/old", pid: 4711)));
        await Orphans.EndAsync(_ => true, bench.Services, Bench.Cancelled);
        Assert.Empty(bench.Services.Store.Ids());
    }

    private ProcessIdentity Write(string mark, int pid)
    {
        var identity = new ProcessIdentity("this boot", pid, 17, 23, mark);
        var state = new ProcessState { Phase = Phase.Running, Goal = Goal.Up, Run = new Run { Identity = identity } };
        bench.Services.Store.Write("web.next", PersistedState.Of(state, "this boot", mark, Specs.Process("web", launch: bench.Launch("web")), "digest"));
        return identity;
    }
}
