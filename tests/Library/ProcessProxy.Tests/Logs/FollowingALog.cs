using Xunit;

namespace ProcessProxy.Tests.Logs;

public sealed class FollowingALog : IDisposable
{
    private readonly LogFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_last_lines_come_first_and_then_every_new_one()
    {
        var log = _folder.Run();
        _folder.Write("one\ntwo\nthree\n");
        await using var lines = log.Follow(2);
        Assert.Equal("two", await lines.NextAsync());
        Assert.Equal("three", await lines.NextAsync());
        var next = lines.NextAsync();
        Assert.False(next.IsCompleted);
        var at = _folder.Write("four\n");
        Assert.Equal("four", await next);
        Assert.Equal(at, lines.Current.Timestamp);
    }

    [Fact]
    public async Task A_line_waits_for_its_end()
    {
        var log = _folder.Run();
        _folder.Write("ha");
        await using var lines = log.Follow();
        var next = lines.NextAsync();
        _folder.Write("lf");
        Assert.False(next.IsCompleted);
        _folder.Write("\n");
        Assert.Equal("half", await next);
    }

    [Fact]
    public async Task The_end_of_a_run_completes_its_last_line()
    {
        var log = _folder.Run();
        await using var lines = log.Follow();
        var next = lines.NextAsync();
        var first = _folder.Write("killed in mid");
        Assert.False(next.IsCompleted);
        log.RunEnded();
        Assert.Equal("killed in mid", await next);
        Assert.Equal(first, lines.Current.Timestamp);

        log.PrepareRun();
        var second = _folder.Write("born again\n");
        Assert.Equal("born again", await lines.NextAsync());
        var page = await log.PageAsync();
        Assert.Equal([("killed in mid", first), ("born again", second)], page.Logs.Select(line => (line.Line, line.Timestamp)));
        Assert.Equal(2, page.TotalLines);
    }

    [Fact]
    public async Task A_log_is_awaited_before_it_exists()
    {
        var log = _folder.Open();
        await using var lines = log.Follow();
        var next = lines.NextAsync();
        log.PrepareRun();
        _folder.Write("first\n");
        Assert.Equal("first", await next);
    }

    [Fact]
    public async Task Rotation_between_runs_loses_and_repeats_nothing()
    {
        var log = _folder.Run(_folder.Spec(maxSize: 3));
        await using var lines = log.Follow();
        for (var run = 0; run < 10; run++)
        {
            _folder.Write($"run {run}\nlast of {run}");
            Assert.Equal($"run {run}", await lines.NextAsync());
            log.RunEnded();
            log.PrepareRun();
            Assert.Equal($"last of {run}", await lines.NextAsync());
        }

        Assert.Equal(5, Directory.GetFiles(_folder.Folder, "app.log.?").Length);
    }

    [Fact]
    public async Task A_follower_that_slept_through_rotations_reads_the_files_between()
    {
        var log = _folder.Run(_folder.Spec(maxSize: 3));
        _folder.Write("run 0\n");
        await using var lines = log.Follow();
        Assert.Equal("run 0", await lines.NextAsync());
        for (var run = 1; run <= 4; run++)
        {
            log.RunEnded();
            log.PrepareRun();
            _folder.Write($"run {run}\n");
        }

        for (var run = 1; run <= 4; run++)
        {
            Assert.Equal($"run {run}", await lines.NextAsync());
        }
    }

    [Fact]
    public async Task A_file_renamed_by_somebody_else_is_read_to_its_end()
    {
        var log = _folder.Run();
        using var program = new FileStream(_folder.File, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 1);
        await using var lines = log.Follow();
        program.Write("one\n"u8);
        _folder.Changes.Raise();
        Assert.Equal("one", await lines.NextAsync());
        File.Move(_folder.File, _folder.File + ".old");
        program.Write("two\n"u8);
        _folder.Changes.Raise();
        Assert.Equal("two", await lines.NextAsync());
        program.Write("three"u8);
        _folder.Write("four\n");
        Assert.Equal("three", await lines.NextAsync());
        Assert.Equal("four", await lines.NextAsync());
    }

    [Fact]
    public async Task A_file_deleted_by_somebody_else_is_followed_by_its_successor()
    {
        var log = _folder.Run();
        _folder.Append("old\n", _folder.File + ".1");
        _folder.Write("one\n");
        await using var lines = log.Follow(1);
        Assert.Equal("one", await lines.NextAsync());
        _folder.Append("two\n");
        File.Delete(_folder.File);
        _folder.Changes.Raise();
        _folder.Write("three\n");
        Assert.Equal("two", await lines.NextAsync());
        Assert.Equal("three", await lines.NextAsync());
    }

    [Fact]
    public async Task An_emptied_file_begins_again()
    {
        var log = _folder.Run();
        _folder.Write("one\n");
        await using var lines = log.Follow();
        Assert.Equal("one", await lines.NextAsync());
        new FileStream(_folder.File, FileMode.Truncate).Dispose();
        _folder.Changes.Raise();
        var at = _folder.Write("longer than before\n");
        Assert.Equal("longer than before", await lines.NextAsync());
        Assert.Equal(at, lines.Current.Timestamp);
    }

    [Fact]
    public async Task The_folder_may_vanish_and_come_back()
    {
        var log = _folder.Run();
        _folder.Write("one\n");
        await using var lines = log.Follow();
        Assert.Equal("one", await lines.NextAsync());
        Directory.Delete(_folder.Folder, recursive: true);
        _folder.Changes.Raise();
        log.RunEnded();
        log.PrepareRun();
        _folder.Write("two\n");
        Assert.Equal("two", await lines.NextAsync());
    }

    [Fact]
    public async Task What_is_never_reported_is_seen_within_a_second()
    {
        var log = _folder.Run();
        await using var lines = log.Follow();
        var next = lines.NextAsync();
        _folder.Append("quiet\n");
        await Wait.Passing(() => _folder.Time.Advance(TimeSpan.FromSeconds(1)), () => next.IsCompleted);

        Assert.Equal("quiet", await next);
    }

    [Fact]
    public async Task Separate_outputs_are_merged_by_time()
    {
        var log = _folder.Run(_folder.Spec(separate: true));
        _folder.Write("out 1\n");
        _folder.Write("err 1\n", _folder.ErrorFile);
        _folder.Append("err 2\n", _folder.ErrorFile);
        _folder.Write("out 2\n");
        Assert.Equal(["out 1", "err 1", "out 2", "err 2"], await log.LinesAsync());
        Assert.Equal(["out 2", "err 2"], await log.LinesAsync(2));
        Assert.Equal(["err 1", "err 2"], await log.LinesAsync(stream: LogStream.Stderr));
        Assert.Equal(["out 1", "out 2"], await log.LinesAsync(stream: LogStream.Stdout));
        Assert.Empty(await log.LinesAsync(stream: LogStream.Output));
        var page = await log.PageAsync(1);
        Assert.Equal(4, page.TotalLines);
        Assert.Equal(LogStream.Stderr, page.Logs[0].Stream);

        await using var lines = log.Follow(1);
        Assert.Equal("err 2", await lines.NextAsync());
        _folder.Write("err 3\n", _folder.ErrorFile);
        _folder.Write("out 3\n");
        Assert.Equal("err 3", await lines.NextAsync());
        Assert.Equal("out 3", await lines.NextAsync());
    }

    [Fact]
    public async Task A_merged_log_has_one_stream()
    {
        var log = _folder.Run();
        _folder.Write("both\n");
        Assert.Empty(await log.LinesAsync(stream: LogStream.Stdout));
        Assert.Equal(LogStream.Output, (await log.PageAsync(stream: LogStream.Output)).Logs[0].Stream);
    }

    [Fact]
    public async Task Cancelling_ends_a_follower_at_once()
    {
        var log = _folder.Run();
        using var stop = new CancellationTokenSource();
        var lines = log.FollowAsync(new LogQuery(), stop.Token).GetAsyncEnumerator(stop.Token);
        var next = lines.MoveNextAsync().AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        await lines.DisposeAsync();
    }

    [Fact]
    public async Task Closing_the_store_ends_a_follower_after_the_last_line()
    {
        var log = _folder.Run();
        await using var lines = log.Follow();
        var next = lines.MoveNextAsync().AsTask();
        _folder.Append("last\n");
        await _folder.Store.DisposeAsync();
        Assert.True(await next);
        Assert.Equal("last", lines.Current.Line);
        Assert.False(await lines.MoveNextAsync());
        Assert.Throws<ObjectDisposedException>(() => _folder.Open());
    }

    [Fact]
    public async Task The_store_keeps_one_log_for_each_id_until_its_spec_differs()
    {
        var log = _folder.Open();
        Assert.Same(log, _folder.Open(_folder.Spec()));
        var other = _folder.Open(_folder.Spec(maxFiles: 1));
        Assert.NotSame(log, other);
        Assert.Same(other, _folder.Open(_folder.Spec(maxFiles: 1)));
        log.PrepareRun();
        Assert.Equal(0, _folder.Changes.Count);
        Assert.Empty(await other.LinesAsync());
    }
}
