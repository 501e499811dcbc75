using ProcessProxy.Configuration;
using ProcessProxy.Logs;
using Xunit;

namespace ProcessProxy.Tests.Logs;

/// <summary>The logs of several instances as one, while programs are added, removed and replaced.</summary>
public sealed class FollowingInstances : IDisposable
{
    private readonly LogFolder _folder = new();
    private IReadOnlyList<LogSource> _sources = [];
    private Action _changed = () => { };

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_lines_of_all_instances_are_one_log_in_order_of_time()
    {
        Scale(2);
        _folder.Write("one\n", File(1));
        _folder.Write("two\n", File(2));
        _folder.Write("three\n", File(1));
        var page = await Logs().ReadAsync(new LogQuery(2), Cancelled);
        Assert.Equal([("two", 2), ("three", 1)], page.Logs.Select(line => (line.Line, line.Instance!.Value)));
        Assert.Equal((3, File(1)), (page.TotalLines, page.LogFile));

        await using var lines = Follow(2);
        Assert.Equal(["2 two", "1 three"], [await NextAsync(lines), await NextAsync(lines)]);
        _folder.Append("four\n", File(2));
        _folder.Write("five\n", File(1));
        Assert.Equal("1 five", await NextAsync(lines));
        Assert.Equal("2 four", await NextAsync(lines));
    }

    [Fact]
    public async Task A_single_instance_has_no_number()
    {
        Scale(1);
        _folder.Write("one\n", File(1));
        Assert.Null((await Logs().ReadAsync(new LogQuery(), Cancelled)).Logs[0].Instance);
        await using var lines = Follow();
        Assert.Equal("one", await lines.NextAsync());
        Assert.Null(lines.Current.Instance);
        Assert.DoesNotContain('_', lines.Current.Place!);
    }

    [Fact]
    public async Task Each_place_continues_with_the_lines_after_it()
    {
        Scale(3);
        var written = new List<string>();
        for (var n = 0; n < 12; n++)
        {
            _folder.Write($"{n}\n", File(n % 3 + 1));
            written.Add($"{n % 3 + 1} {n}");
        }

        // Of the third instance, the first lines are not among the last ones.
        foreach (var count in new[] { 1, 2, 5, 12 })
        {
            var places = new List<string>();
            await using (var lines = Follow(count))
            {
                for (var n = 12 - count; n < 12; n++)
                {
                    Assert.Equal(written[n], await NextAsync(lines));
                    places.Add(lines.Current.Place!);
                }
            }

            for (var n = 0; n < places.Count - 1; n++)
            {
                await using var again = Follow(after: places[n]);
                for (var next = 12 - count + n + 1; next < 12; next++)
                {
                    Assert.Equal(written[next], await NextAsync(again));
                }
            }
        }
    }

    [Fact]
    public async Task An_instance_that_is_added_is_read_from_its_beginning_but_not_what_was_there_before()
    {
        _folder.Write("of an earlier time\n", File(2));
        Scale(1);
        _folder.Write("one\n", File(1));
        await using var lines = Follow();
        Assert.Equal("one", await lines.NextAsync());
        var single = lines.Current.Place!;
        Scale(2);
        _folder.Write("two\n", File(2));
        _changed();
        Assert.Equal("2 two", await NextAsync(lines));
        _folder.Write("three\n", File(1));
        Assert.Equal("1 three", await NextAsync(lines));

        await using var again = Follow(after: single);
        Assert.Equal("2 of an earlier time", await NextAsync(again));
        Assert.Equal("2 two", await NextAsync(again));
        Assert.Equal("1 three", await NextAsync(again));
    }

    [Fact]
    public async Task An_instance_that_comes_back_continues_where_it_was()
    {
        Scale(2);
        await using var lines = Follow();
        var next = NextAsync(lines);
        _folder.Write("one\n", File(2));
        Assert.Equal("2 one", await next);
        next = NextAsync(lines);
        Scale(1);
        _changed();
        _folder.Write("two\n", File(1));
        Assert.Equal("1 two", await next);
        _folder.Write("three\n", File(2));
        Scale(2);
        _changed();
        Assert.Equal("2 three", await NextAsync(lines));
    }

    [Fact]
    public async Task A_reader_that_asked_for_one_instance_goes_on_when_it_is_replaced_and_ends_with_it()
    {
        Scale(2);
        await using var lines = Follow(only: 2);
        var next = lines.NextAsync();
        _folder.Write("not asked for\n", File(1));
        _folder.Write("one\n", File(2));
        Assert.Equal("one", await next);
        Assert.Null(lines.Current.Instance);
        var place = lines.Current.Place!;
        _folder.Store.Open("app.2.next", Spec(2, next: true)).PrepareRun();
        TakeOver(2);
        _folder.Write("new\n", File(2));
        _folder.Write("old\n", File(2) + ".1");
        Assert.Equal(["new", "old"], [await lines.NextAsync(), await lines.NextAsync()]);
        await using var again = Follow(after: place, only: 2);
        Assert.Equal(["new", "old"], [await again.NextAsync(), await again.NextAsync()]);
        var end = lines.MoveNextAsync();
        Scale(1);
        _changed();
        Assert.False(await end);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_takeover_loses_and_repeats_nothing_while_the_old_program_goes_on_writing(bool separate)
    {
        Scale(1, separate);
        _folder.Write("old 1\n", File(1));
        await using var lines = Follow();
        Assert.Equal("old 1", await lines.NextAsync());
        var place = lines.Current.Place!;
        using var old = new HeldLog(File(1));
        var next = _folder.Store.Open("app.next", Spec(1, next: true, separate));
        next.PrepareRun();
        _folder.Write("new 1\n", Spec(1, next: true).File);
        old.Write("old 2, not yet ");
        var waiting = lines.NextAsync();
        TakeOver(1, separate);
        Assert.Equal("new 1", await waiting);
        old.Write("complete\n");
        _folder.Write("new 2\n", File(1));
        Assert.Equal(["old 2, not yet complete", "new 2"], new[] { await lines.NextAsync(), await lines.NextAsync() }.Order().Reverse());
        old.Write("old 3\nthe end");
        _folder.Changes.Raise();
        Assert.Equal("old 3", await lines.NextAsync());
        waiting = lines.NextAsync();
        _folder.Store.Open("app", TakenFrom(1, separate)).RunEnded();
        Assert.Equal("the end", await waiting);
        _folder.Write("new 3\n", File(1));
        Assert.Equal("new 3", await lines.NextAsync());
        string[] all = ["new 1", "new 2", "new 3", "old 2, not yet complete", "old 3", "the end"];
        await using var after = Follow(after: place);
        Assert.Equal(all, await ReadAsync(after, all.Length));
    }

    [Fact]
    public async Task Each_place_in_the_midst_of_a_takeover_continues_with_the_lines_after_it()
    {
        Scale(1);
        await using var lines = Follow();
        var waiting = lines.NextAsync();
        _folder.Write("old 0\n", File(1));
        Assert.Equal("old 0", await waiting);
        _folder.Store.Open("app.next", Spec(1, next: true)).PrepareRun();
        TakeOver(1);
        var seen = new List<(string Line, string Place)>();
        for (var n = 1; n <= 5; n++)
        {
            _folder.Write($"old {n}\n", File(1) + ".1");
            _folder.Write($"new {n}\n", File(1));
            Assert.Equal($"old {n}", await lines.NextAsync());
            seen.Add((lines.Current.Line, lines.Current.Place!));
            Assert.Equal($"new {n}", await lines.NextAsync());
            seen.Add((lines.Current.Line, lines.Current.Place!));
        }

        await EachPlaceAsync();
        await using var late = Follow(4);
        Assert.Equal(["old 4", "new 4", "old 5", "new 5"], [await late.NextAsync(), await late.NextAsync(), await late.NextAsync(), await late.NextAsync()]);
        Assert.Equal(seen[^1].Place, late.Current.Place);

        _folder.Store.Leave("app");
        await EachPlaceAsync();
        _folder.Kill();
        _folder.Store.Open("app.next", Spec(1));
        await EachPlaceAsync();

        async Task EachPlaceAsync()
        {
            for (var at = 0; at < seen.Count - 1; at++)
            {
                await using var again = Follow(after: seen[at].Place);
                Assert.Equal(seen.Skip(at + 1).Select(one => one.Line).Order(), await ReadAsync(again, seen.Count - at - 1));
            }
        }
    }

    [Fact]
    public async Task A_reader_at_the_end_of_the_old_log_gets_what_the_old_program_writes_after_the_takeover()
    {
        Scale(1);
        _folder.Write("old 1\n", File(1));
        await using var lines = Follow();
        Assert.Equal("old 1", await lines.NextAsync());
        var place = lines.Current.Place!;
        _folder.Store.Open("app.next", Spec(1, next: true)).PrepareRun();
        TakeOver(1);
        _folder.Write("new 1\n", File(1));
        Assert.Equal("new 1", await lines.NextAsync());
        var split = lines.Current.Place!;
        await using var first = Follow(after: place);
        await using var second = Follow(after: split);
        Assert.Equal("new 1", await first.NextAsync());
        var next = second.NextAsync();
        _folder.Write("old 2\n", File(1) + ".1");
        Assert.Equal(["old 2", "old 2", "old 2"], [await lines.NextAsync(), await first.NextAsync(), await next]);
    }

    [Fact]
    public async Task Nothing_is_rotated_while_the_old_program_writes_to_the_archive()
    {
        Scale(1);
        _folder.Write("old\n", File(1));
        _folder.Store.Open("app.next", Spec(1, next: true)).PrepareRun();
        TakeOver(1);
        _folder.Write(new string('x', 3000) + "\n", File(1));
        _folder.Store.Find("app.next", Spec(1)).PrepareRun();
        Assert.Equal("old\n", await System.IO.File.ReadAllTextAsync(File(1) + ".1", Cancelled));
        _folder.Store.Leave("app");
        _folder.Store.Find("app.next", Spec(1)).PrepareRun();
        Assert.Equal("old\n", await System.IO.File.ReadAllTextAsync(File(1) + ".2", Cancelled));
        Assert.Equal(2, (await Logs().ReadAsync(new LogQuery(), Cancelled)).Logs.Count);
    }

    [Fact]
    public async Task A_new_program_that_has_written_nothing_takes_the_name_as_well()
    {
        Scale(1);
        _folder.Write("old\n", File(1));
        _folder.Store.Open("app.next", Spec(1, next: true)).PrepareRun();
        TakeOver(1);
        Assert.Equal(0, new FileInfo(File(1)).Length);
        Assert.Equal("old\n", await System.IO.File.ReadAllTextAsync(File(1) + ".1", Cancelled));
    }

    private static async Task<string[]> ReadAsync(IAsyncEnumerator<LogLine> lines, int count)
    {
        var read = new List<string>();
        while (read.Count < count)
        {
            read.Add(await lines.NextAsync());
        }

        return [.. read.Order(StringComparer.Ordinal)];
    }

    private static async Task<string> NextAsync(IAsyncEnumerator<LogLine> lines)
    {
        var line = await lines.NextAsync();
        return $"{lines.Current.Instance} {line}";
    }

    private void Scale(int instances, bool separate = false)
    {
        _sources = [.. Enumerable.Range(1, instances).Select(n => new LogSource(n, Id(n), Spec(n, separate: separate)))];
        foreach (var source in _sources)
        {
            _folder.Store.Open(source.Id, source.Spec).PrepareRun();
        }
    }

    private void TakeOver(int instance, bool separate = false)
    {
        Assert.Equal(TakenFrom(instance, separate), _folder.Store.TakeOver(Id(instance) + ".next", Id(instance), Spec(instance, separate: separate)));
        _sources = [.. _sources.Select(source => source.Instance == instance ? source with { Id = Id(instance) + ".next" } : source)];
        _changed();
    }

    private static string Id(int instance) => instance == 1 ? "app" : $"app.{instance}";

    private string File(int instance) => instance == 1 ? _folder.File : Path.Combine(_folder.Folder, $"app.{instance}.log");

    private LogSpec TakenFrom(int instance, bool separate) => ProcessProxy.Logs.Files.LogTakeOver.ArchiveOf(Spec(instance, separate: separate));

    private LogSpec Spec(int instance, bool next = false, bool separate = false) =>
        _folder.Spec(separate) with { File = next ? Path.Combine(_folder.Folder, "app.next.log") : File(instance) };

    private InstanceLogs Logs(int? only = null) => new(_folder.Store, () => [.. _sources.Where(source => only is null || source.Instance == only)], only, _folder.Time);

    private IAsyncEnumerator<LogLine> Follow(int lines = 100, string? after = null, int? only = null) => Logs(only)
        .FollowAsync(new LogQuery(lines) { After = after }, change =>
        {
            _changed += change;
            return new Ending();
        }, Cancelled)
        .GetAsyncEnumerator(Cancelled);

    private sealed class Ending : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
