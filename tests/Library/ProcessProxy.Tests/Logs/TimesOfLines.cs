using ProcessProxy.Logs.Files;
using ProcessProxy.Logs.Reading;
using ProcessProxy.Platform.Files;
using Xunit;

namespace ProcessProxy.Tests.Logs;

public sealed class TimesOfLines : IDisposable
{
    private const int Timeout = 60_000;
    private readonly LogFolder _folder = new();

    private string Index => _folder.File + ".idx";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_line_has_the_time_of_its_end()
    {
        var log = _folder.Run();
        var first = _folder.Write("one\ntwo\nthr");
        var second = _folder.Write("ee\n");
        var page = await log.PageAsync();
        Assert.Equal([first, first, second], page.Logs.Select(line => line.Timestamp));
        Assert.All(page.Logs, line => Assert.Null(line.NotBefore));
    }

    [Fact]
    public async Task Times_are_found_from_any_line_on()
    {
        var log = _folder.Run(_folder.Spec(maxSize: long.MaxValue));
        var times = Enumerable.Range(0, 3000).Select(n => _folder.Write($"{n}\n")).ToArray();
        var page = await log.PageAsync(1500);
        Assert.Equal(times[1500..], page.Logs.Select(line => line.Timestamp));
    }

    [Fact]
    public async Task What_was_just_written_has_its_time_before_it_is_reported()
    {
        var log = _folder.Run();
        _folder.Append("quick\n");
        Assert.Equal(_folder.Time.GetUtcNow(), (await log.PageAsync()).Logs[0].Timestamp);
    }

    [Fact]
    public async Task Lines_written_while_nobody_watched_carry_both_bounds()
    {
        _folder.Run();
        var seen = _folder.Write("seen\n");
        _folder.Kill();
        _folder.Append("unseen\n");
        var written = seen.AddMinutes(5);
        File.SetLastWriteTimeUtc(_folder.File, written.UtcDateTime);
        _folder.Time.Advance(TimeSpan.FromHours(1));

        var log = _folder.Open();
        Assert.Equal((written, seen), Times((await log.PageAsync()).Logs[1]));
        log.Resume();
        var after = _folder.Write("seen again\n");
        var page = await log.PageAsync();
        Assert.Equal([(seen, null), (written, seen), (after, null)], page.Logs.Select(Times));
    }

    [Fact]
    public async Task An_index_is_begun_anew_for_a_log_emptied_while_nobody_watched()
    {
        _folder.Run();
        var seen = _folder.Write("a long line\n");
        _folder.Kill();
        new FileStream(_folder.File, FileMode.Truncate).Dispose();
        _folder.Append("short\n");
        var written = seen.AddMinutes(5);
        File.SetLastWriteTimeUtc(_folder.File, written.UtcDateTime);
        var log = _folder.Open();
        log.Resume();
        Assert.Equal(written, (await log.PageAsync()).Logs[0].Timestamp);
        Assert.Equal(IndexHeader.Size + IndexRecord.Size, new FileInfo(Index).Length);
    }

    [Fact]
    public async Task Times_survive_rotation_and_a_restart_of_the_supervisor()
    {
        var log = _folder.Run(_folder.Spec(maxSize: 3));
        var first = _folder.Write("one\n");
        log.RunEnded();
        log.PrepareRun();
        var second = _folder.Write("two\n");
        _folder.Kill();
        Assert.Equal([first, second], (await _folder.Open(_folder.Spec(maxSize: 3)).PageAsync()).Logs.Select(line => line.Timestamp));
        Assert.True(File.Exists(_folder.File + ".1.idx"));
    }

    [Fact]
    public async Task An_index_follows_a_log_that_somebody_else_renamed()
    {
        var log = _folder.Run();
        var first = _folder.Write("one\n");
        File.Move(_folder.File, _folder.File + ".1");
        var second = _folder.Write("two\n");
        Assert.Equal([first, second], (await log.PageAsync()).Logs.Select(line => line.Timestamp));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_clock_that_is_set_back_shows_in_the_times()
    {
        var back = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(_folder.Time.GetUtcNow().AddDays(-1));
        var log = _folder.Run();
        var first = _folder.Write("one\n");
        using var file = new LogFile(
            _folder.File, LogStream.Output, 1000, 5, _folder.Services(back), () => { });
        await log.DisposeAsync();
        file.BeginWatching();
        _folder.Append("two\n");
        _folder.Changes.Raise();
        var tail = LogTail.Read(file, 2, complete: true, TestContext.Current.CancellationToken)[0];
        tail.Newest!.Dispose();
        Assert.Equal([first, back.GetUtcNow()], tail.Lines.Select(line => line.Line.Timestamp));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("header alone")]
    [InlineData("noise")]
    [InlineData("another file's")]
    [InlineData("bad times")]
    [InlineData("shrinking offsets")]
    [InlineData("a false end of a run")]
    [InlineData("a folder")]
    [InlineData("a link")]
    public async Task A_damaged_index_costs_the_times_alone(string damage)
    {
        _folder.Run();
        _folder.Write("one\n");
        _folder.Write("two\n");
        _folder.Kill();
        var good = File.ReadAllBytes(Index);
        var written = new DateTimeOffset(File.GetLastWriteTimeUtc(_folder.File));
        var victim = Path.Combine(_folder.Folder, "victim");
        File.WriteAllText(victim, "precious");
        switch (damage)
        {
            case "nothing": File.WriteAllBytes(Index, []); break;
            case "header alone": File.WriteAllBytes(Index, good[..IndexHeader.Size]); break;
            case "noise": new Random(1).NextBytes(good); File.WriteAllBytes(Index, good); break;
            case "another file's": good[16] ^= 1; File.WriteAllBytes(Index, good); break;
            case "bad times": good.AsSpan(IndexHeader.Size).Fill(0x7f); File.WriteAllBytes(Index, good); break;
            case "shrinking offsets": new IndexRecord(100, written.UtcTicks, IndexFlags.None).Write(good.AsSpan(IndexHeader.Size)); File.WriteAllBytes(Index, good); break;
            case "a false end of a run": good[IndexHeader.Size] = 2; good[IndexHeader.Size + 5] |= 0x80; File.WriteAllBytes(Index, good); break;
            case "a folder": File.Delete(Index); Directory.CreateDirectory(Index); break;
            case "a link": File.Delete(Index); File.CreateSymbolicLink(Index, victim); break;
        }

        foreach (var log in new[] { _folder.Open(), _folder.Open() })
        {
            var page = await log.PageAsync();
            Assert.Equal(["one", "two"], page.Logs.Select(line => line.Line));
            Assert.NotEqual(default, page.Logs[0].Timestamp);
            if (damage is not ("shrinking offsets" or "a false end of a run"))
            {
                Assert.Equal([written, written], page.Logs.Select(line => line.Timestamp));
                Assert.All(page.Logs, line => Assert.InRange(line.NotBefore!.Value, DateTimeOffset.UnixEpoch, written));
            }

            log.Resume();
        }

        _folder.Write("three\n");
        Assert.Equal(["one", "two", "three"], await _folder.Open().LinesAsync());
        Assert.Equal("precious", File.ReadAllText(victim));
    }

    [Fact]
    public async Task Half_a_record_at_the_end_of_an_index_is_cut_off()
    {
        _folder.Run();
        var first = _folder.Write("one\n");
        _folder.Kill();
        _folder.Append([1, 2, 3], Index);
        var log = _folder.Open();
        log.Resume();
        var second = _folder.Write("two\n");
        Assert.Equal([first, second], (await log.PageAsync()).Logs.Select(line => line.Timestamp));
        Assert.Equal(0, (new FileInfo(Index).Length - IndexHeader.Size) % IndexRecord.Size);
    }

    [Fact]
    public void An_index_stays_a_small_part_of_its_log()
    {
        _folder.Append(new byte[1]);
        using var index = OpenIndex();
        var ticks = _folder.Time.GetUtcNow().UtcTicks;
        for (var n = 1; n <= 100_000; n++)
        {
            index.Append(new IndexRecord(n * 20L, ticks + n * 5 * TimeSpan.TicksPerMillisecond, IndexFlags.None));
        }

        var bound = 100_000 * 20 / 8 + 64 * 1024 + 500 * 160;
        Assert.InRange(new FileInfo(Index).Length, 64 * 1024, bound);
    }

    [Fact]
    public void Records_held_back_are_exact_to_a_tenth_of_a_second_and_at_a_pause()
    {
        _folder.Append(new byte[1]);
        using var index = OpenIndex();
        var start = _folder.Time.GetUtcNow().UtcTicks;
        long TimeAt(int n) => start + n * 5 * TimeSpan.TicksPerMillisecond;
        for (var n = 1; n <= 20_000; n++)
        {
            index.Append(new IndexRecord(n, TimeAt(n), IndexFlags.None));
        }

        index.Append(new IndexRecord(20_001, TimeAt(100_000), IndexFlags.None));
        using var cursor = new IndexCursor(RegularFile.OpenRead(Index), 0, default, index.Last);
        cursor.Seek(19_000);
        for (var n = 19_000; n < 20_000; n++)
        {
            Assert.InRange(cursor.TimeOf(n).Timestamp.UtcTicks - TimeAt(n), 0, TimeSpan.FromMilliseconds(105).Ticks);
        }

        Assert.Equal(TimeAt(20_000), cursor.TimeOf(20_000).Timestamp.UtcTicks);
        Assert.Equal(TimeAt(100_000), cursor.TimeOf(20_001).Timestamp.UtcTicks);
    }

    private IndexWriter OpenIndex()
    {
        var status = RegularFile.Status(_folder.File)!.Value;
        return IndexWriter.Open(Index, status.Identity, new LogSpan(status.Identity, 0, 0, status.Size));
    }

    private static (DateTimeOffset, DateTimeOffset?) Times(LogLine line) => (line.Timestamp, line.NotBefore);
}
