using ProcessProxy.Configuration;
using ProcessProxy.Logs;
using Xunit;

namespace ProcessProxy.Tests.Logs;

/// <summary>Whoever comes back with the place after a line gets what follows it: no gap, no repeat.</summary>
public sealed class ResumingALog : IDisposable
{
    private readonly LogFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_line_of_both_streams_tells_where_to_go_on()
    {
        var log = _folder.Run(_folder.Spec(separate: true));
        string[] written = ["out 1", "err 1", "out 2", "out 3", "err 2", "err 3", "out 4"];
        foreach (var line in written)
        {
            _folder.Write(line + "\n", line.StartsWith("err", StringComparison.Ordinal) ? _folder.ErrorFile : null);
        }

        // A first page, the rest of it, and what comes later: each line of it is a place to go on.
        foreach (var lines in new[] { 100, 7, 3, 1 })
        {
            await using var first = log.Follow(lines);
            for (var index = written.Length - Math.Min(lines, written.Length); index < written.Length; index++)
            {
                Assert.Equal(written[index], await first.NextAsync());
                await AssertGoesOnAsync(log, first.Current.Place!, written[(index + 1)..]);
            }
        }
    }

    [Fact]
    public async Task A_line_that_was_read_ahead_of_its_turn_is_not_left_out()
    {
        var log = _folder.Run(_folder.Spec(separate: true));
        _folder.Write("begin\n");
        await using var lines = log.Follow();
        await lines.NextAsync();
        var next = lines.NextAsync();
        _folder.Append("first\n");
        _folder.Append("second\n", _folder.ErrorFile);
        _folder.Changes.Raise();
        Assert.Equal("first", await next);
        await AssertGoesOnAsync(log, lines.Current.Place!, "second");
    }

    [Fact]
    public async Task A_place_outlives_the_supervisor_the_run_and_rotation_between_runs()
    {
        var spec = _folder.Spec(maxSize: 3);
        var log = _folder.Run(spec);
        _folder.Write("one\ntwo\nthr");
        var place = await PlaceOfAsync(log, "one");
        var later = await PlaceOfAsync(log, "two");
        _folder.Kill();
        log = _folder.Open(spec);
        log.Resume();
        await AssertGoesOnAsync(log, place, "two");
        log.RunEnded();
        await AssertGoesOnAsync(log, place, "two", "thr");
        log.PrepareRun();
        _folder.Write("four\n");
        _folder.Kill();
        log = _folder.Open(spec);
        await AssertGoesOnAsync(log, place, "two", "thr", "four");
        await AssertGoesOnAsync(log, later, "thr", "four");
        await AssertGoesOnAsync(log, await PlaceOfAsync(log, "four"));
    }

    [Fact]
    public async Task A_place_whose_file_was_rotated_away_goes_on_with_the_oldest_line_and_says_so()
    {
        var spec = _folder.Spec(maxSize: 3, maxFiles: 2);
        var log = _folder.Run(spec);
        _folder.Write("run 0\n");
        var place = await PlaceOfAsync(log, "run 0");
        for (var run = 1; run < 3; run++)
        {
            log.RunEnded();
            log.PrepareRun();
            _folder.Write($"run {run}\n");
        }

        await AssertGoesOnAsync(log, place, "run 1", "run 2");
        log.RunEnded();
        log.PrepareRun();
        _folder.Write("run 3\n");
        var lines = await RestAsync(log, place, 3);
        Assert.Equal([("run 1", true), ("run 2", false), ("run 3", false)], lines.Select(line => (line.Line, line.AfterGap)));
    }

    [Fact]
    public async Task A_place_in_a_file_that_was_emptied_goes_on_with_what_came_later_and_says_so()
    {
        var log = _folder.Run();
        _folder.Write("one\ntwo\nthree\n");
        var place = await PlaceOfAsync(log, "one");
        File.WriteAllText(_folder.File, "");
        _folder.Changes.Raise();
        _folder.Write("four\n");
        var line = Assert.Single(await RestAsync(log, place, 1));
        Assert.Equal(("four", true), (line.Line, line.AfterGap));
    }

    [Fact]
    public async Task A_place_beyond_the_end_of_a_file_that_was_emptied_unseen_does_not_wait_until_it_is_as_long_again()
    {
        var log = _folder.Run();
        _folder.Write("one\ntwo\nthree\n");
        var place = await PlaceOfAsync(log, "three");
        _folder.Kill();
        File.WriteAllText(_folder.File, "");
        File.Delete(_folder.File + ".idx");
        _folder.Append("four\n");
        var line = Assert.Single(await RestAsync(_folder.Open(), place, 1));
        Assert.Equal(("four", true), (line.Line, line.AfterGap));
    }

    [Theory]
    [InlineData("?")]
    [InlineData("~")]
    [InlineData("..")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4")]
    [InlineData("-1.0.0")]
    [InlineData("ffffffffffffffff.ffffffffffffffff.ffffffffffffffff")]
    [InlineData("1ffffffffffffffff.1.1")]
    [InlineData("0.0.8000000000000000~")]
    public async Task What_is_no_place_begins_with_the_oldest_line_and_says_so(string place)
    {
        var log = _folder.Run();
        _folder.Write("one\ntwo\n");
        var lines = await RestAsync(log, place, 2);
        Assert.Equal([("one", true), ("two", false)], lines.Select(line => (line.Line, line.AfterGap)));
    }

    [Fact]
    public async Task A_place_before_there_was_a_log_is_its_beginning()
    {
        var log = _folder.Run();
        _folder.Write("one\ntwo\n");
        await AssertGoesOnAsync(log, "0", "one", "two");
    }

    [Fact]
    public async Task An_unfinished_line_is_read_whole_by_who_comes_back()
    {
        var log = _folder.Run();
        _folder.Write("one\nha");
        var place = await PlaceOfAsync(log, "one");
        _folder.Write("lf\n");
        await AssertGoesOnAsync(log, place, "half");
    }

    private static async Task AssertGoesOnAsync(ProcessLog log, string place, params string[] expected)
    {
        var lines = await RestAsync(log, place, expected.Length);
        Assert.Equal(expected, lines.Select(line => line.Line));
        Assert.DoesNotContain(lines, line => line.AfterGap);
    }

    private static async Task<List<LogLine>> RestAsync(ProcessLog log, string place, int count)
    {
        var lines = new List<LogLine>();
        await using var rest = log.FollowAsync(new LogQuery { After = place }, TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        while (lines.Count < count)
        {
            await rest.NextAsync();
            lines.Add(rest.Current);
        }

        return lines;
    }

    private static async Task<string> PlaceOfAsync(ProcessLog log, string text)
    {
        await using var lines = log.Follow();
        while (await lines.NextAsync() != text)
        {
        }

        return lines.Current.Place!;
    }
}
