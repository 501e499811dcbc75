using System.Globalization;
using System.Runtime.Versioning;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Linux.Files;
using ProcessProxy.Platform.Linux.Proc;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;
using Xunit;

namespace ProcessProxy.Tests.Platform.Linux;

/// <summary>What other users of the machine can do to a run by what they may read.</summary>
[SupportedOSPlatform("linux")]
public sealed class StrangerTests : IAsyncLifetime
{
    private const int Patience = 30_000;
    private readonly PlatformBench bench = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact(Timeout = Patience)]
    public async Task Who_locks_a_log_for_reading_neither_keeps_its_program_from_starting_nor_passes_for_a_run_of_it()
    {
        await File.WriteAllTextAsync(bench.Log.File, "old\n", PlatformBench.Cancelled);
        using var reader = LockForReading(bench.Log.File);
        Assert.False(bench.Host.IsOutputHeld(bench.Log));
        using (var child = bench.Launch("echo", null, "new"))
        {
            await PlatformBench.EndOf(child);
        }

        Assert.Equal("old\nnew\n", bench.Output);
        Assert.Contains(bench.Notes.Entries, note => note.Contains("locked the log", StringComparison.Ordinal));
    }

    [Fact(Timeout = Patience)]
    public async Task Who_holds_the_output_is_still_seen_as_long_as_somebody_reads()
    {
        using var child = bench.Shell("echo up; exec sleep 100");
        await bench.WrittenAsync("up");
        Assert.True(bench.Host.IsOutputHeld(bench.Log));
        Assert.Throws<LaunchException>(() => bench.Launch("true"));
    }

    [Theory(Timeout = Patience)]
    [InlineData(2001)]
    [InlineData(0)]
    public async Task Another_users_process_with_our_mark_and_our_log_is_not_taken_for_the_run(int user)
    {
        Assert.SkipWhen(Libc.EffectiveUser() != 0, "Only root can become another user.");
        var log = bench.Log with { File = Path.Combine(bench.Folder, "victim.log") };
        await File.WriteAllTextAsync(log.File, "", PlatformBench.Cancelled);
        var mark = $"victim/{bench.MarkOf("victim")}";
        var become = user == 0 ? "" : $"setpriv --reuid={user} --regid={user} --clear-groups";
        using var shell = bench.Shell($"PROCESSPROXY_ID=victim PROCESSPROXY_RUN={mark} setsid {become} sleep 100 1< {log.File} & echo $!; wait");
        await bench.WrittenAsync("\n");
        var pid = int.Parse(bench.Output, CultureInfo.InvariantCulture);
        await Wait.Until(() => ProcFs.ReadStat(pid) is { Name: "sleep" }, "it sleeps");
        var identity = new ProcessIdentity(bench.Host.BootId, pid, ProcFs.ReadStat(pid)!.Value.StartTicks, 0, mark);
        var found = (IChildProcess?[])[bench.Host.FindByMark(mark), bench.Host.FindByLog("victim", log), bench.Host.Adopt(identity), bench.Host.Adopt(identity, log)];
        Assert.All(found, child => Assert.Equal(user == 0 ? pid : null, child?.Identity.Pid));
        Assert.Equal(user != 0, bench.Notes.Entries.Contains($"Warning: Process {pid} is not adopted as the run {mark} and is left alone: another user runs it"));
        foreach (var child in found)
        {
            child?.Dispose();
        }
    }

    [Fact(Timeout = Patience)]
    public async Task A_process_that_shows_no_mark_is_taken_for_a_run_only_if_it_writes_its_log()
    {
        using var child = bench.Launch("env", null, "-i", "sleep", "100");
        await Wait.Until(() => ProcFs.ReadStat(child.Identity.Pid) is { Name: "sleep" }, "it sleeps");
        Assert.Throws<UnprovenRunException>(() => bench.Host.Adopt(child.Identity));
        using var adopted = bench.Host.Adopt(child.Identity, bench.Log);
        Assert.Equal(child.Identity, adopted!.Identity);

        File.Delete(bench.Log.File);
        bench.Host.Adopt(child.Identity, bench.Log)!.Dispose();
        Assert.Null(bench.Host.Adopt(child.Identity with { Inode = child.Identity.Inode + 1 }));

        // A log that others may write to is no evidence: they could have given it to whom they like.
        var output = $"/proc/{child.Identity.Pid}/fd/1";
        File.SetUnixFileMode(output, File.GetUnixFileMode(output) | UnixFileMode.GroupWrite);
        Assert.Throws<UnprovenRunException>(() => bench.Host.Adopt(child.Identity, bench.Log));
        Libc.Kill(child.Identity.Pid, Signals.Kill);
        await PlatformBench.EndOf(child);
    }

    [Fact(Timeout = Patience)]
    public async Task Logs_are_for_our_user_and_group_and_those_that_an_earlier_version_made_become_so()
    {
        const UnixFileMode old = FileModes.Public;
        var log = bench.Log with { File = Path.Combine(bench.Folder, "logs", "web.log") };
        using (var first = bench.Launch("true", spec => spec with { Log = log }))
        {
            await PlatformBench.EndOf(first);
        }

        Assert.Equal((UnixFileMode)0b111_101_000, File.GetUnixFileMode(Path.GetDirectoryName(log.File)!));
        string[] files = [log.File, log.File + ".1", log.File + ".idx"];
        foreach (var file in files)
        {
            await File.AppendAllTextAsync(file, "", PlatformBench.Cancelled);
            File.SetUnixFileMode(file, old);
        }

        await bench.LogFreeAsync(log);
        using (var second = bench.Launch("true", spec => spec with { Log = log }))
        {
            await PlatformBench.EndOf(second);
        }

        Assert.All(files, file => Assert.Equal(FileModes.Log, File.GetUnixFileMode(file)));
    }

    private static unsafe Descriptor LockForReading(string path)
    {
        const int set = 37;
        var file = LinuxDescriptor.Open(path, OpenFlags.ReadOnly, 0, out _);
        var request = stackalloc byte[32];
        new Span<byte>(request, 32).Clear();
        Assert.Equal(0, Libc.Fcntl(file.Value, set, request));
        return file;
    }
}
