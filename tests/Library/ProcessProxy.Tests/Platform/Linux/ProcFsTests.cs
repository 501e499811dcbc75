using ProcessProxy.Platform.Linux.Proc;
using ProcessProxy.Platform.Processes;
using Xunit;

namespace ProcessProxy.Tests.Platform.Linux;

/// <summary>What processes show of themselves.</summary>
public sealed class ProcFsTests : IAsyncLifetime
{
    private const int Patience = 60_000;
    private readonly PlatformBench bench = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact(Timeout = Patience)]
    public async Task A_process_shows_its_mark_in_the_middle_of_an_exec_too()
    {
        await File.WriteAllTextAsync(Path.Combine(bench.Folder, "again.sh"), "echo up; exec sh ./again.sh", PlatformBench.Cancelled);
        using var child = bench.Launch("sh", launch => launch with { Cwd = bench.Folder }, "again.sh");
        await bench.WrittenAsync("up\nup\n");
        var marks = Enumerable.Range(0, 1000).Select(_ => ProcFs.ReadMarks(child.Identity.Pid).Run).ToHashSet();
        Assert.Equal([child.Identity.Mark], marks);
    }

    [Theory(Timeout = Patience)]
    [InlineData("exec env -i $(command -v sleep) 100", true)]
    [InlineData("unset PROCESSPROXY_RUN; exec sleep 100", false)]
    public async Task A_process_without_a_mark_shows_none(string script, bool empty)
    {
        using var child = bench.Shell(script);
        try
        {
            await Wait.Until(() => ProcFs.ReadStat(child.Identity.Pid)?.Name == "sleep", "it sleeps");
            Assert.Null(ProcFs.ReadMarks(child.Identity.Pid).Run);
            Assert.Equal(empty, ProcFs.ReadStat(child.Identity.Pid)!.Value.HasEmptyEnvironment);
        }
        finally
        {
            // Without a mark the bench cannot find it.
            await child.EndTreeAsync(new EndTreeRequest(9, TimeSpan.FromSeconds(20), true), CancellationToken.None);
        }
    }
}
