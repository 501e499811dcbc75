using System.Diagnostics;
using System.Text;
using ProcessProxy.Logs.Parts;
using ProcessProxy.Logs.Reading;
using Xunit;

namespace ProcessProxy.Tests.Logs;

public sealed class ReadingTheEndOfALog : IDisposable
{
    private readonly LogFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_log_that_does_not_exist_is_empty()
    {
        var page = await _folder.Open().PageAsync();
        Assert.Equal(("app", _folder.File, 0L), (page.ProcessId, page.LogFile, page.TotalLines));
        Assert.Empty(page.Logs);
    }

    [Fact]
    public async Task The_last_lines_come_oldest_first()
    {
        _folder.Append("one\ntwo\nthree\nfour\n");
        Assert.Equal(["three", "four"], await _folder.Open().LinesAsync(2));
        Assert.Equal(["one", "two", "three", "four"], await _folder.Open().LinesAsync(4));
        Assert.Equal(["one", "two", "three", "four"], await _folder.Open().LinesAsync(5));
    }

    [Theory]
    [InlineData("", 0, new string[0])]
    [InlineData("\n", 1, new[] { "" })]
    [InlineData("\n\n", 2, new[] { "", "" })]
    [InlineData("a", 1, new[] { "a" })]
    [InlineData("a\nb", 2, new[] { "a", "b" })]
    [InlineData("a\r\nb\r\n", 2, new[] { "a", "b" })]
    [InlineData("10%\r50%\r100%\r\n", 1, new[] { "10%\r50%\r100%" })]
    [InlineData("\u001b[31mred\u001b[0m\0nul\n", 1, new[] { "\u001b[31mred\u001b[0m\0nul" })]
    public async Task Lines_are_split_at_newlines_alone(string text, long total, string[] lines)
    {
        _folder.Append(text);
        var page = await _folder.Open().PageAsync();
        Assert.Equal(lines, page.Logs.Select(line => line.Line));
        Assert.Equal(total, page.TotalLines);
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF8_show_as_the_replacement_character()
    {
        _folder.Append([(byte)'a', 0xff, (byte)'b', (byte)'\n', 0xe2, 0x82, (byte)'\n']);
        Assert.Equal(["a\ufffdb", "\ufffd"], await _folder.Open().LinesAsync());
    }

    [Fact]
    public async Task Rotated_files_continue_a_current_one_with_too_few_lines()
    {
        _folder.Append("1\n2\n", _folder.File + ".2");
        _folder.Append("3\n4\n", _folder.File + ".1");
        _folder.Append("5\n");
        Assert.Equal(["2", "3", "4", "5"], await _folder.Open().LinesAsync(4));
        Assert.Equal(5, (await _folder.Open().PageAsync(1)).TotalLines);
    }

    [Theory]
    [InlineData(LogLimits.PieceBytes, 1)]
    [InlineData(LogLimits.PieceBytes + 1, 2)]
    [InlineData(LogLimits.PieceBytes * 3, 3)]
    public async Task A_long_line_comes_in_pieces(int length, int pieces)
    {
        _folder.Append("before\n" + new string('x', length) + "\r\nafter\n");
        var lines = await _folder.Open().LinesAsync();
        Assert.Equal(pieces + 2, lines.Length);
        Assert.Equal("before", lines[0]);
        Assert.All(lines[1..^1], piece => Assert.InRange(piece.Length, 1, LogLimits.PieceBytes));
        Assert.Equal(length, lines[1..^1].Sum(piece => piece.Length));
        Assert.Equal("after", lines[^1]);
    }

    [Fact]
    public async Task No_character_is_split_between_pieces()
    {
        var text = "x" + string.Concat(Enumerable.Repeat("€🙂", 60_000));
        _folder.Append(text + "\n");
        var lines = await _folder.Open().LinesAsync();
        Assert.DoesNotContain(lines, line => line.Contains('\ufffd'));
        Assert.Equal(text, string.Concat(lines));
    }

    [Fact]
    public async Task A_page_goes_back_a_mebibyte_into_a_line_without_end()
    {
        _folder.Append("before\n" + new string('x', 10) + string.Concat(Enumerable.Repeat("€", 1_000_000)) + "\nafter\n");
        var lines = await _folder.Open().LinesAsync();
        Assert.Equal("after", lines[^1]);
        Assert.InRange(lines[..^1].Sum(Encoding.UTF8.GetByteCount), LogLimits.LineBytes - 4, LogLimits.LineBytes);
        Assert.DoesNotContain(lines, line => line.Contains('\ufffd'));
    }

    [Fact]
    public void The_end_of_eight_gibibytes_is_found_without_reading_them()
    {
        const long Size = 8L << 30;
        using (var file = File.OpenHandle(_folder.File, FileMode.CreateNew, FileAccess.Write))
        {
            RandomAccess.Write(file, "first\n"u8, 0);
            var tail = "\nlast but one\nlast\n"u8;
            RandomAccess.Write(file, tail, Size - tail.Length);
        }

        using var log = new LogFile(
            _folder.File, LogStream.Output, long.MaxValue, 0, _folder.Services(_folder.Time), () => { });
        var watch = Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var tailRead = LogTail.Read(log, 2, complete: true, TestContext.Current.CancellationToken)[0];
        var count = new LineCounter().CountAll([[tailRead.Newest!]], TestContext.Current.CancellationToken);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        tailRead.Newest!.Dispose();
        Assert.Equal(4, count);
        Assert.Equal(["last but one", "last"], tailRead.Lines.Select(line => line.Line.Line));
        Assert.InRange(allocated, 0, 2_000_000);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Ten_thousand_lines_come_whole()
    {
        _folder.Append(string.Concat(Enumerable.Range(0, 30_000).Select(n => $"line {n}\n")));
        var page = await _folder.Open().PageAsync(10_000);
        Assert.Equal(Enumerable.Range(20_000, 10_000).Select(n => $"line {n}"), page.Logs.Select(line => line.Line));
        Assert.Equal(30_000, page.TotalLines);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(10_001)]
    public async Task A_number_of_lines_out_of_range_is_a_bad_argument(int lines)
    {
        var problem = await Assert.ThrowsAsync<ProcessProxyException>(() => _folder.Open().PageAsync(lines));
        Assert.Equal(ErrorCodes.BadArgument, problem.Code);
    }

    [Fact]
    public async Task The_count_follows_what_is_appended_and_what_is_emptied()
    {
        var log = _folder.Run();
        _folder.Write("a\nb");
        Assert.Equal(2, (await log.PageAsync(1)).TotalLines);
        _folder.Write("b\nc\n");
        Assert.Equal(3, (await log.PageAsync(1)).TotalLines);
        File.WriteAllText(_folder.File, "");
        _folder.Write("d\n");
        Assert.Equal(1, (await log.PageAsync(1)).TotalLines);
    }

    [Fact]
    public async Task Output_that_is_not_kept_is_empty()
    {
        var log = _folder.Run(_folder.Spec(keep: false));
        _folder.Append("a\n");
        log.RunEnded();
        var page = await log.PageAsync();
        Assert.Empty(page.Logs);
        Assert.Equal(0, page.TotalLines);
    }

    [Fact]
    public async Task Something_that_is_no_file_is_empty()
    {
        Directory.CreateDirectory(_folder.File);
        Assert.Empty(await _folder.Run().LinesAsync());
        Directory.Delete(_folder.File);
        File.CreateSymbolicLink(_folder.File, "/dev/zero");
        Assert.Empty(await _folder.Run().LinesAsync());
    }
}
