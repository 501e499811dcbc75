using Xunit;

namespace ProcessProxy.Tests.Logs;

/// <summary>Rotation of a log that a program holds open, step by step: the schedule's clock stands still, and the test is the schedule.</summary>
public sealed class RotatingUnderAProgram : IDisposable
{
    private readonly LogFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_follower_sees_each_line_once_while_its_file_is_cut()
    {
        using var program = new HeldLog(_folder.File);
        var log = _folder.Run(_folder.Spec(maxSize: 10_000, maxFiles: 100));
        await using var lines = log.Follow(1);
        var first = lines.NextAsync();
        for (var n = 0; n < 3000; n++)
        {
            program.Write($"line {n} of a program\n");
            _folder.Changes.Raise();
            Assert.Equal($"line {n} of a program", n == 0 ? await first : await lines.NextAsync());
            _folder.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await program.RotatedAsync(atLeast: 1);
        Assert.Equal(3000, (await log.PageAsync(1)).TotalLines);

        // Closing waits for a rotation that is under way; files move while it is.
        await _folder.Store.DisposeAsync();
        Assert.Equal(program.Written, program.Kept());
    }

    [Fact]
    public async Task A_line_over_the_border_is_shown_once_and_whole()
    {
        using var program = new HeldLog(_folder.File);
        var log = _folder.Run(_folder.Spec(maxSize: 5000));
        program.Write(new string('a', 3000) + "\n" + new string('b', 3000) + "\nlast\n");
        _folder.Changes.Raise();
        await program.RotatedAsync(atLeast: 1);
        Assert.Equal(4096, new FileInfo(_folder.File + ".1").Length);
        var page = await log.PageAsync();
        Assert.Equal([new string('a', 3000), new string('b', 3000), "last"], page.Logs.Select(line => line.Line));
        Assert.Equal(3, page.TotalLines);
        Assert.Equal([new string('b', 3000), "last"], await log.LinesAsync(2));
        Assert.Equal(["last"], await log.LinesAsync(1));
    }

    [Fact]
    public async Task Times_stay_with_their_lines()
    {
        using var program = new HeldLog(_folder.File);
        var log = _folder.Run(_folder.Spec(maxSize: 5000));
        var times = new List<DateTimeOffset>();
        for (var n = 0; n < 60; n++)
        {
            program.Write(n.ToString("D100", System.Globalization.CultureInfo.InvariantCulture) + "\n");
            times.Add(_folder.Time.GetUtcNow());
            if (n == 59)
            {
                _folder.Changes.Raise();
                await program.RotatedAsync(atLeast: 1);
            }

            Assert.Equal(n + 1, (await log.PageAsync(1)).TotalLines);
            _folder.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var page = await log.PageAsync();
        Assert.Equal(times, page.Logs.Select(line => line.Timestamp));
        Assert.All(page.Logs, line => Assert.Null(line.NotBefore));
        _folder.Kill();
        page = await _folder.Open(_folder.Spec(maxSize: 5000)).PageAsync();
        Assert.Equal(times, page.Logs.Select(line => line.Timestamp));
    }

    [Fact]
    public async Task A_run_that_ended_in_mid_line_before_the_border_stays_a_line()
    {
        var log = _folder.Run(_folder.Spec(maxSize: 8000));
        _folder.Write(new string('a', 4000) + "\nkilled in mid");
        log.RunEnded();
        log.PrepareRun();
        using var program = new HeldLog(_folder.File);
        program.Write("born again\n" + new string('b', 8000) + "\n");
        _folder.Changes.Raise();
        await program.RotatedAsync(atLeast: 1);
        string[] expected = [new string('a', 4000), "killed in mid", "born again", new string('b', 8000)];
        var page = await log.PageAsync();
        Assert.Equal(expected, page.Logs.Select(line => line.Line));
        Assert.Equal(4, page.TotalLines);
        _folder.Kill();
        page = await _folder.Open(_folder.Spec(maxSize: 8000)).PageAsync();
        Assert.Equal(expected, page.Logs.Select(line => line.Line));
        Assert.Equal(4, page.TotalLines);
    }
}
