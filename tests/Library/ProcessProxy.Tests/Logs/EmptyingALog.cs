using ProcessProxy.Logs;
using ProcessProxy.Tests.Supervision;
using Xunit;

namespace ProcessProxy.Tests.Logs;

/// <summary>A log that somebody empties, as a program does that opens its own output anew: it is noticed, said and marked, and reading goes on.</summary>
public sealed class EmptyingALog : IDisposable
{
    private readonly LogFolder _folder = new();
    private readonly LogNotes _notes = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("one\ntwo\n", "3\n", true)]
    [InlineData("one\ntwo\n", "3\n", false)]
    [InlineData("one\n", "two\n", false)]
    [InlineData("1\n", "longer than before\n", false)]
    [InlineData("1\n", "longer than before\n", true)]
    public async Task It_is_marked_and_said_and_a_follower_goes_on(string before, string after, bool isSeenEmpty)
    {
        await using var store = Store();
        var log = Run(store);
        var since = _folder.Write(before);
        await using var lines = log.Follow();
        foreach (var line in before.TrimEnd('\n').Split('\n'))
        {
            Assert.Equal(line, await lines.NextAsync());
        }

        Empty();
        if (isSeenEmpty)
        {
            _folder.Changes.Raise();
        }

        _folder.Write(after);
        Assert.Equal(after.TrimEnd('\n'), await lines.NextAsync());
        Assert.Equal((true, before.Length), (lines.Current.AfterGap, lines.Current.LostBytes));
        _folder.Write("next\n");
        Assert.Equal("next", await lines.NextAsync());
        Assert.Equal((false, 0), (lines.Current.AfterGap, lines.Current.LostBytes));

        Assert.Equal([(after.TrimEnd('\n'), true, before.Length), ("next", false, 0L)], (await log.PageAsync()).Logs.Select(Marks));
        var note = Assert.Single(_notes.Entries);
        Assert.StartsWith($"Warning: The log '{_folder.File}' was emptied, and not by this server: at least {before.Length} bytes written since {since:u} are lost.", note, StringComparison.Ordinal);
        Assert.Equal(after + "next\n", await File.ReadAllTextAsync(_folder.File, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Again_and_again_is_said_once_a_minute_and_at_the_end_of_the_run()
    {
        await using var store = Store();
        var log = Run(store);
        await using var lines = log.Follow();
        for (var line = 10; line < 30; line++)
        {
            Empty();
            _folder.Write($"{line}\n");
            Assert.Equal($"{line}", await lines.NextAsync());
        }

        Assert.Single(_notes.Entries);
        Assert.Equal([("29", true, 19 * 3L)], (await log.PageAsync()).Logs.Select(Marks));
        log.RunEnded();
        Assert.Equal(2, _notes.Entries.Count);
        Assert.Contains("was emptied 18 times, and not by this server: at least 54 bytes", _notes.Entries.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_emptied_while_no_server_watched_is_said_by_the_next()
    {
        await using (var store = Store())
        {
            Run(store);
            _folder.Write("one\ntwo\n");
        }

        Empty();
        _folder.Append("3\n");
        await using var next = Store();
        var log = next.Open("app", _folder.Spec());
        log.Resume();
        Assert.Equal([("3", true, 8L)], (await log.PageAsync()).Logs.Select(Marks));
        Assert.Contains("8 bytes", Assert.Single(_notes.Entries), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_mark_stays_with_its_line_when_servers_and_files_change()
    {
        await using (var store = Store())
        {
            Run(store);
            _folder.Write("one\n");
            Empty();
            _folder.Write("a line that is longer than a file may be\n");
        }

        await using var next = Store();
        var log = Run(next);
        _folder.Write("in a new file\n");
        Assert.True(File.Exists(_folder.File + ".1"));
        Assert.Equal([("a line that is longer than a file may be", true, 4L), ("in a new file", false, 0L)], (await log.PageAsync()).Logs.Select(Marks));
        Assert.Single(_notes.Entries);
    }

    [Fact]
    public async Task A_rotation_of_our_own_under_the_program_is_no_loss_and_takes_the_mark_along()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere a log is rotated at the starts of its program.");
        await using var store = Store();
        var log = store.Open("app", _folder.Spec(maxSize: 20_000));
        log.PrepareRun();
        _folder.Write("one\n");
        Empty();
        _folder.Write("two\n");
        for (var line = 0; line < 3000; line++)
        {
            _folder.Append($"{line} {new string('x', 20)}\n");
        }

        _folder.Changes.Raise();
        await Wait.Until(() => File.Exists(_folder.File + ".1") && !File.Exists(_folder.File + ".cut"), "the log is rotated");
        _folder.Write("last\n");
        var page = (await log.PageAsync(lines: 5000)).Logs;
        Assert.Equal(3002, page.Count);
        Assert.Equal([("two", true, 4L)], page.Where(line => line.AfterGap).Select(Marks));
        Assert.Single(_notes.Entries);
    }

    private static (string, bool, long) Marks(LogLine line) => (line.Line, line.AfterGap, line.LostBytes);

    private LogStore Store() => new(_folder.Changes, _folder.Time, _notes);

    private ProcessLog Run(LogStore store)
    {
        var log = store.Open("app", _folder.Spec(maxSize: 30));
        log.PrepareRun();
        return log;
    }

    private void Empty() => new FileStream(_folder.File, FileMode.Create).Dispose();
}
