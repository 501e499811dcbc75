using System.Globalization;
using ProcessProxy.Platform.Linux.Proc;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;
using Xunit;

namespace ProcessProxy.Tests.Platform.Linux;

/// <summary>Who is taken for the process that was launched, and how its end is seen.</summary>
public sealed class AdoptionTests : IAsyncLifetime
{
    private const int Patience = 30_000;
    private readonly PlatformBench bench = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact(Timeout = Patience)]
    public async Task Only_the_very_process_is_adopted()
    {
        using var child = bench.Launch("sleep", null, "100");
        var identity = child.Identity;

        // For a moment after exec the kernel shows no environment yet, and a mark that is not shown is not compared.
        await Wait.Until(() => ProcFs.ReadMarks(identity.Pid).Run == identity.Mark, "its mark is shown");
        ProcessIdentity[] others =
        [
            identity with { StartTicks = identity.StartTicks + 1 },
            identity with { Inode = identity.Inode + 1 },
            identity with { BootId = "another boot" },
            identity with { Mark = "another mark" },
            identity with { Pid = 1 },
            identity with { Pid = 0 },
            identity with { Pid = -identity.Pid },
            identity with { Pid = int.MaxValue },
            identity with { Pid = Environment.ProcessId, StartTicks = ProcFs.ReadStat(Environment.ProcessId)!.Value.StartTicks, Inode = 0 },
        ];
        Assert.All(others, other => Assert.Null(bench.Host.Adopt(other)));
        using (var adopted = bench.Host.Adopt(identity))
        {
            Assert.Equal(identity, adopted!.Identity);
            Assert.InRange(adopted.AgeAtStart, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        }

        Libc.Kill(identity.Pid, Signals.Kill);
        await PlatformBench.EndOf(child);
        Assert.Null(bench.Host.Adopt(identity));
    }

    [Fact(Timeout = Patience)]
    public async Task A_zombie_is_not_adopted()
    {
        // Nobody reaps the inner one while its parent sleeps; one that ends before, the shell would reap.
        using var parent = bench.Shell("sh -c 'until grep -qx sleep /proc/$PPID/comm; do :; done; exit 3' & echo $!; exec sleep 100");
        await bench.WrittenAsync("\n");
        var pid = int.Parse(bench.Output, CultureInfo.InvariantCulture);
        await Wait.Until(() => ProcFs.ReadStat(pid) is { IsDead: true }, "it is dead");
        Assert.Null(bench.Host.Adopt(new ProcessIdentity(bench.Host.BootId, pid, ProcFs.ReadStat(pid)!.Value.StartTicks, 0, parent.Identity.Mark)));
    }

    [Fact(Timeout = Patience)]
    public async Task A_launch_is_found_by_its_mark_and_by_its_log()
    {
        // For a moment after exec the kernel does not show its environment yet.
        using var child = bench.Shell("echo up; sleep 100 & wait");
        await bench.WrittenAsync("up");
        using var byMark = bench.Host.FindByMark(child.Identity.Mark);
        using var byLog = bench.Host.FindByLog("web", bench.Log);
        Assert.Equal(child.Identity, byMark!.Identity);
        Assert.Equal(child.Identity, byLog!.Identity);
        Assert.Null(bench.Host.FindByMark("another mark"));
        Assert.Null(bench.Host.FindByLog("other", bench.Log));
        Assert.Null(bench.Host.FindByLog("web", bench.Log with { File = bench.Log.File + "x" }));
    }

    [Theory(Timeout = Patience)]
    [InlineData("exit 0", 0, null)]
    [InlineData("exit 7", 7, null)]
    [InlineData("exit 255", 255, null)]
    [InlineData("kill -TERM $$", null, 15)]
    [InlineData("kill -KILL $$", null, 9)]
    [InlineData("kill -USR1 $$", null, 10)]
    public async Task The_end_of_a_child_is_seen_as_it_was(string script, int? code, int? signal)
    {
        using var child = bench.Shell(script);
        Assert.Equal(new ProcessEnd(code, signal), await PlatformBench.EndOf(child));
    }

    [Theory(Timeout = Patience)]
    [InlineData("exit 7", 7, null)]
    [InlineData("kill -KILL $$", null, 9)]
    public async Task The_end_of_an_adopted_one_is_seen_as_it_was(string end, int? code, int? signal)
    {
        // Its parent is gone, so it belongs to init, as after the death of a server.
        var fifo = Path.Combine(bench.Folder, "fifo");
        NamedPipe.Create(fifo);
        using var launcher = bench.Shell($"setsid sh -c 'echo $$; read line < {fifo}; {end}' & exit 0");
        await bench.WrittenAsync("\n");
        await PlatformBench.EndOf(launcher);
        var pid = int.Parse(bench.Output, CultureInfo.InvariantCulture);
        using var pidFd = PidFd.Open(pid);
        var identity = new ProcessIdentity(bench.Host.BootId, pid, ProcFs.ReadStat(pid)!.Value.StartTicks, PidFd.Inode(pidFd), launcher.Identity.Mark);
        using var adopted = bench.Host.Adopt(identity)!;
        Assert.False(adopted.Ended.IsCompleted);
        await Task.Run(() => File.WriteAllText(fifo, "go\n"), PlatformBench.Cancelled);
        Assert.Equal(new ProcessEnd(code, signal), await PlatformBench.EndOf(adopted));
    }

    [Fact(Timeout = Patience)]
    public async Task Many_ends_at_once_are_all_seen()
    {
        var children = Enumerable.Range(0, 60).Select(number => bench.Launch(
            "sh", spec => spec with { Log = spec.Log with { Keep = false } }, "-c", $"exit {number}")).ToList();
        for (var number = 0; number < children.Count; number++)
        {
            Assert.Equal(number, (await PlatformBench.EndOf(children[number])).Code);
            children[number].Dispose();
        }
    }
}
