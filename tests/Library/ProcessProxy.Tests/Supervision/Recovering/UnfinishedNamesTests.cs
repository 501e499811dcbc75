using System.Text;
using ProcessProxy.Configuration;
using ProcessProxy.Logs.Files;
using ProcessProxy.Logs.Rotation;
using ProcessProxy.Platform.Files;
using ProcessProxy.Supervision.Keeping;
using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Recovering;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Recovering;

/// <summary>The server died after it had decided who serves, and before all files had their names.</summary>
public sealed class UnfinishedNamesTests : IDisposable
{
    private const int Lines = 1000;
    private const int Cut = 8192;
    private readonly Bench bench = new();

    private string Log => Path.Combine(bench.Folder, "web.log");

    public void Dispose() => bench.Dispose();

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_rotation_of_the_old_log_that_was_under_way_is_finished_before_the_log_becomes_an_archive(bool isPlaced, bool isPunched)
    {
        var lines = string.Concat(Enumerable.Range(0, Lines).Select(n => $"line {n:D4}\n"));
        File.WriteAllText(Log, lines);
        File.WriteAllText(Path.Combine(bench.Folder, "web.next.log"), "new\n");
        BeginRotation(isPlaced, isPunched);

        GroupPast.Of(Decided(), bench.Services);

        Assert.Equal("new\n", File.ReadAllText(Log));
        string[] archives = [.. Enumerable.Range(1, 5).Select(number => LogRotation.PathOf(Log, number)).Where(File.Exists).Reverse()];
        Assert.Equal(lines, string.Concat(archives.Select(file => Encoding.UTF8.GetString(File.ReadAllBytes(file).AsSpan().TrimStart((byte)0)))));
        Assert.False(File.Exists(CutJournal.PathOf(Log)) || File.Exists(Log + ".new"));
    }

    /// <summary>A process of which the new program serves, although its files have the names beside those of the instance.</summary>
    private ProcessSpec Decided()
    {
        var web = Specs.Process("web", launch: bench.Launch("web")) with { Port = new PortSpec(), Replace = new ReplaceSpec { Mode = ReplaceMode.Rolling } };
        var next = InstanceSpec.Of(web, 1, 20000, isNext: true);
        bench.Services.Store.WriteGroup("web", new PersistedGroup { Seats = [true] });
        bench.Services.Store.Write("web.next", PersistedState.Of(new ProcessState { Phase = Phase.Running, Goal = Goal.Up }, "this boot", "web.next/mark", next, "digest"));
        return web;
    }

    private void BeginRotation(bool isPlaced, bool isPunched)
    {
        var archive = new LogArchive(Log);
        using var log = RegularFile.OpenExisting(Log)!;
        var identity = RegularFile.Status(log).Identity;
        var copy = archive.Write(log, new LogSpan(identity, 0, 0, Cut), bench.Time.GetUtcNow().UtcTicks, () => false);
        new CutJournal(identity, copy, 0, 0, Cut, CutStep.Copied).Write(Log);
        if (isPlaced)
        {
            archive.Place(copy, 5);
        }

        Assert.SkipUnless(!isPunched || FileHead.TryPunch(log, Cut), "This file system cannot cut a file.");
    }
}
