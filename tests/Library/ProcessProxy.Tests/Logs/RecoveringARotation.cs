using System.Text;
using ProcessProxy.Logs.Files;
using ProcessProxy.Logs.Rotation;
using ProcessProxy.Platform.Files;
using Xunit;

namespace ProcessProxy.Tests.Logs;

/// <summary>What the next server does with a rotation that was under way when the last one died.</summary>
public sealed class RecoveringARotation : IDisposable
{
    private const int Cut = 8192;
    private const int Size = 10_000;
    private readonly LogFolder _folder = new();

    public RecoveringARotation()
    {
        _folder.Append(string.Concat(Enumerable.Range(0, Size / 10).Select(n => $"line {n:D4}\n")));
    }

    private string Archive => _folder.File + ".1";

    private string Temporary => _folder.File + ".new";

    private string Journal => CutJournal.PathOf(_folder.File);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_copied_and_not_cut_is_cut(bool placed)
    {
        Copy(placed);
        await AssertWholeAsync();
        AssertCutOnce();
    }

    [Fact]
    public async Task What_was_punched_is_taken_out_and_not_cut_twice()
    {
        Copy(placed: true);
        Change(log => Assert.True(FileHead.TryPunch(log, Cut)));
        await AssertWholeAsync();
        AssertCutOnce();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_going_to_be_taken_out_is_taken_out_once(bool taken)
    {
        var journal = Copy(placed: true) with { Step = CutStep.Punched };
        journal.Write(_folder.File);
        Change(log =>
        {
            Assert.True(FileHead.TryPunch(log, Cut));
            Assert.SkipUnless(!taken || FileHead.TryCollapse(log, Cut), "This file system leaves the hole.");
        });
        await AssertWholeAsync();
        AssertCutOnce();
    }

    [Fact]
    public async Task A_log_that_was_emptied_and_written_anew_is_not_cut()
    {
        Copy(placed: false);
        new FileStream(_folder.File, FileMode.Truncate).Dispose();
        _folder.Append(string.Concat(Enumerable.Range(0, Size).Select(n => $"new {n}\n")));
        var written = File.ReadAllText(_folder.File);
        await _folder.Open().PageAsync();
        Assert.Equal(written, File.ReadAllText(_folder.File));
        Assert.False(File.Exists(Temporary) || File.Exists(Archive) || File.Exists(Journal));
    }

    [Fact]
    public async Task Another_file_in_place_of_the_log_is_not_cut()
    {
        Copy(placed: true);
        File.Move(_folder.File, _folder.File + ".moved");
        File.Copy(_folder.File + ".moved", _folder.File);
        await _folder.Open().PageAsync();
        Assert.Equal(Size, new FileInfo(_folder.File).Length);
        Assert.False(File.Exists(Journal));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("half")]
    [InlineData("noise")]
    [InlineData("one bit")]
    [InlineData("too long")]
    [InlineData("a folder")]
    [InlineData("a link")]
    public async Task Nothing_is_cut_by_a_damaged_journal(string damage)
    {
        Copy(placed: false);
        var good = File.ReadAllBytes(Journal);
        File.Delete(Journal);
        switch (damage)
        {
            case "nothing": File.WriteAllBytes(Journal, []); break;
            case "half": File.WriteAllBytes(Journal, good[..(good.Length / 2)]); break;
            case "noise": new Random(1).NextBytes(good); File.WriteAllBytes(Journal, good); break;
            case "one bit": good[70] ^= 1; File.WriteAllBytes(Journal, good); break;
            case "too long": File.WriteAllBytes(Journal, [.. good, .. new byte[100_000]]); break;
            case "a folder": Directory.CreateDirectory(Journal); break;
            case "a link": File.WriteAllBytes(Journal + ".real", good); File.CreateSymbolicLink(Journal, Journal + ".real"); break;
        }

        var page = await _folder.Open().PageAsync(10_000);
        Assert.Equal(Size / 10, page.TotalLines);
        Assert.Equal(Size, new FileInfo(_folder.File).Length);
        Assert.False(File.Exists(Archive));
        Assert.Equal(damage is "a folder", Path.Exists(Journal));
    }

    [Fact]
    public void A_journal_with_numbers_that_cannot_be_is_not_used()
    {
        var good = Copy(placed: false);
        CutJournal[] bad =
        [
            good with { Base = -1 }, good with { Start = -4096 }, good with { End = good.Start }, good with { End = long.MaxValue },
            good with { Step = (CutStep)3 }, good with { Archive = good.Log },
        ];
        foreach (var journal in bad)
        {
            journal.Write(_folder.File);
            Assert.Equal((null, "it is damaged"), CutJournal.Read(_folder.File));
        }
    }

    /// <summary>Brings everything to where the archive is whole and the journal says so.</summary>
    private CutJournal Copy(bool placed)
    {
        var archive = new LogArchive(_folder.File);
        CutJournal? journal = null;
        Change(log =>
        {
            var identity = RegularFile.Status(log).Identity;
            var copy = archive.Write(log, new LogSpan(identity, 0, 0, Cut), _folder.Time.GetUtcNow().UtcTicks, () => false);
            journal = new CutJournal(identity, copy, 0, 0, Cut, CutStep.Copied);
        });
        journal!.Write(_folder.File);
        if (placed)
        {
            archive.Place(journal.Archive, 5);
        }

        Assert.Equal((!placed, placed), (File.Exists(Temporary), File.Exists(Archive)));
        return journal;
    }

    private void Change(Action<Microsoft.Win32.SafeHandles.SafeFileHandle> change)
    {
        using var log = RegularFile.OpenExisting(_folder.File)!;
        change(log);
    }

    private void AssertCutOnce() => Change(log =>
    {
        var length = RandomAccess.GetLength(log);
        Assert.Equal((Cut, Size - Cut), (new FileInfo(Archive).Length, length - LogSpan.HoleOf(log, length)));
    });

    private async Task AssertWholeAsync()
    {
        string[] expected = [.. Enumerable.Range(0, Size / 10).Select(n => $"line {n:D4}")];
        for (var server = 1; server <= 2; server++)
        {
            var page = await _folder.Open().PageAsync(10_000);
            Assert.Equal(expected, page.Logs.Select(line => line.Line));
            Assert.Equal(expected.Length, page.TotalLines);
            _folder.Kill();
        }

        Assert.Equal(string.Concat(expected.Select(line => line + "\n")), Encoding.UTF8.GetString([.. File.ReadAllBytes(Archive), .. File.ReadAllBytes(_folder.File).AsSpan().TrimStart((byte)0)]));
        Assert.False(File.Exists(Journal) || File.Exists(Temporary));
    }
}
