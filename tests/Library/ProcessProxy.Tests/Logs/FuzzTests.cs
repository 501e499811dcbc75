using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ProcessProxy.Logs.Files;
using ProcessProxy.Logs.Growth;
using ProcessProxy.Logs.Parts;
using ProcessProxy.Logs.Reading;
using ProcessProxy.Platform.Files;
using ProcessProxy.Tests.Configuration;
using ProcessProxy.Tests.Fuzzing;
using Xunit;

namespace ProcessProxy.Tests.Logs;

/// <summary>Whatever a program writes, whenever the server dies and whatever becomes of the index: every line is read, once, in order.</summary>
public sealed class FuzzTests
{
    [Fact]
    public void Whatever_happens_to_a_log_its_lines_are_those_that_were_written() =>
        Properties.Check(150, Prop.ForAll(LogStory.All, story =>
        {
            using var told = new ToldLog(story);
            var page = told.Read(10_000);
            Assert.Equal(told.Expected, page.Logs.Select(line => line.Line));
            Assert.Equal(told.Expected.Count, page.TotalLines);
        }));

    [Fact]
    public void However_often_a_log_is_rotated_under_its_program_its_lines_are_those_that_were_written() =>
        Properties.Check(40, Prop.ForAll(LogStory.WithFloods, story =>
        {
            using var told = new ToldLog(story);
            var page = told.Read(10_000);
            Assert.Equal(told.Expected, page.Logs.Select(line => line.Line));
            Assert.Equal(told.Expected.Count, page.TotalLines);
        }));

    [Fact]
    public void Whatever_becomes_of_its_index_the_lines_of_a_log_stay() =>
        Properties.Check(150, Prop.ForAll(LogStory.All, ArbMap.Default.ArbFor<int>(), (story, seed) =>
        {
            using var told = new ToldLog(story);
            told.SpoilIndexes(new Random(seed));
            var lines = told.Read(10_000).Logs;
            AssertTogether(told, [.. lines.Select(line => line.Line)]);
            Assert.All(lines, line => Assert.True(line.NotBefore is null || line.NotBefore <= line.Timestamp, $"{line.NotBefore} is later than {line.Timestamp}"));
        }));

    [Fact]
    public void From_whatever_offset_and_back_from_whatever_end_reading_stays_inside_the_file()
    {
        using var folder = new TempFolder();
        var file = folder.File("app.log");
        Fuzz.Run(300, random =>
        {
            var content = Content(random);
            File.WriteAllBytes(file, content);
            using var handle = RegularFile.OpenRead(file)!;
            var bytes = new LogBytes(handle, 0, new LogAccess());
            var end = random.Next(content.Length + 1);
            var tail = TailFinder.Find(bytes, 0, end, random.Next(1, 50), CancellationToken.None);
            Assert.InRange(tail.Offset, 0, end);
            Assert.True(tail.Offset == 0 || content[tail.Offset - 1] == '\n' || end - tail.Offset >= LogLimits.LineBytes - 4);

            long from = random.Next(content.Length + 1);
            using var reader = new LineReader(bytes, from, new IndexCursor(null, 0, default, new IndexRecord(content.Length, 1, IndexFlags.None)));
            while (reader.TryRead(content.Length, complete: true, out var line))
            {
                Assert.InRange(line.Length, 0, LogLimits.PieceBytes + 1);
                Assert.True(content.AsSpan((int)from, line.Length).SequenceEqual(line));
                Assert.InRange(reader.Offset, from + Math.Max(1, line.Length), content.Length);
                from = reader.Offset;
            }

            Assert.Equal(content.Length, from);
        });
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("x")]
    [InlineData("\r")]
    [InlineData("\0")]
    [InlineData("\u0080")]
    [InlineData("line\n")]
    public void Reading_takes_time_in_proportion_to_the_size(string piece)
    {
        var (small, large) = (ReadTime(piece, 1 << 20), ReadTime(piece, 8 << 20));
        Assert.True(large <= (small * 24) + TimeSpan.FromMilliseconds(100), $"8 MiB took {large}, 1 MiB took {small}");
    }

    private static TimeSpan ReadTime(string piece, int size)
    {
        using var folder = new LogFolder();
        var bytes = Encoding.Latin1.GetBytes(piece);
        folder.Append([.. Enumerable.Range(0, size).Select(at => bytes[at % bytes.Length])]);
        using var log = new LogFile(
            folder.File, LogStream.Output, long.MaxValue, 5, folder.Services(folder.Time), () => { });
        var best = TimeSpan.MaxValue;
        for (var round = 0; round < 3; round++)
        {
            var start = ThreadClock.Now();
            LogTail.Read(log, 10_000, complete: true, TestContext.Current.CancellationToken)[0].Newest!.Dispose();
            var took = ThreadClock.Now() - start;
            best = took < best ? took : best;
        }

        return best;
    }

    /// <summary>Text with newlines here and there, some of its lines longer than what is read at once.</summary>
    private static byte[] Content(Random random)
    {
        var content = new MemoryStream();
        for (var piece = random.Next(1, 12); piece > 0; piece--)
        {
            var length = random.OneIn(8) ? random.Next(60_000, 140_000) : random.Next(60);
            content.Write(random.OneIn(3) ? random.Bytes(length) : Encoding.UTF8.GetBytes(new string(random.Of('a', 'é', '€'), length)));
            content.WriteByte(random.Of((byte)'\n', (byte)'\n', (byte)'\r', (byte)'x'));
        }

        return content.ToArray();
    }

    /// <summary>
    /// Every character is there and every line ends where one was written. The one thing an index knows that the log does
    /// not is that a run ended in the middle of a line: without it that line and the next may come as one.
    /// </summary>
    private static void AssertTogether(ToldLog told, IReadOnlyList<string> lines)
    {
        Assert.Equal(Ends(told.Expected)[^1..], Ends(lines)[^1..]);
        Assert.Subset(Ends(told.Expected).ToHashSet(), Ends(lines).ToHashSet());
        Assert.InRange(lines.Count, told.LeastLines, told.Expected.Count);
        Assert.Equal(Text(told.Expected), Text(lines));
    }

    // A carriage return is part of a line's end only at its end.
    private static string Text(IEnumerable<string> lines) => string.Concat(lines).Replace("\r", "", StringComparison.Ordinal);

    private static List<int> Ends(IEnumerable<string> lines)
    {
        var ends = new List<int> { 0 };
        ends.AddRange(lines.Select(line => ends[^1] + Text([line]).Length));
        return ends;
    }
}
