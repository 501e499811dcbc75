using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using ProcessProxy.Configuration;
using ProcessProxy.Logs;
using ProcessProxy.Logs.Parts;
using ProcessProxy.Platform;
using Xunit;

namespace ProcessProxy.Tests.Logs;

/// <summary>Real time, real notification, a program that writes as fast as it can.</summary>
public sealed class FastPrograms : IDisposable
{
    private const int Timeout = 60_000;
    private readonly TempFolder _folder = new();
    private readonly LogStore _store =
        new(FileChangeSource.Create(TimeProvider.System, NullLogger.Instance), TimeProvider.System, NullLogger.Instance);

    private string File => _folder.File("app.log");

    public void Dispose()
    {
        _store.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _folder.Dispose();
    }

    [Fact(Timeout = Timeout)]
    public async Task A_follower_sees_every_line_once_while_runs_are_rotated()
    {
        const int Runs = 40;
        const int LinesOfARun = 2500;
        var log = Open(maxSize: 64 * 1024, maxFiles: 3 * Runs);
        await using var lines = await FollowFromStartAsync(log);
        var writing = Task.Run(
            () =>
            {
                for (var run = 0; run < Runs; run++)
                {
                    log.PrepareRun();
                    using (var program = Program())
                    {
                        for (var n = 0; n < LinesOfARun; n++)
                        {
                            program.Write(Encoding.UTF8.GetBytes($"line {run * LinesOfARun + n} of a program in a hurry\n"));
                        }
                    }

                    log.RunEnded();
                }
            },
            TestContext.Current.CancellationToken);

        for (var n = 0; n < Runs * LinesOfARun; n++)
        {
            Assert.Equal($"line {n} of a program in a hurry", await lines.NextAsync());
        }

        await writing;
        Assert.True(Directory.GetFiles(_folder.Path, "app.log.?").Length > 1);
    }

    [Theory(Timeout = Timeout)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Random_bytes_in_random_writes_come_out_as_they_went_in(int seed)
    {
        var random = new Random(seed);
        var log = Open(maxSize: long.MaxValue);
        log.PrepareRun();
        var written = new StringBuilder();
        await using var lines = await FollowFromStartAsync(log);
        var writing = Task.Run(
            () =>
            {
                using var program = Program();
                for (var n = 0; n < 300; n++)
                {
                    // Two bytes, a few of them ends of lines, and now and then a line beyond every buffer.
                    var bytes = Encoding.UTF8.GetBytes(new string(
                        [.. Enumerable.Range(0, random.Next(random.Next(20) == 0 ? 100_000 : 300)).Select(_ => random.Next(2000) == 0 ? '\n' : (char)random.Next(0xc0, 0x2ff))]));
                    written.Append(Encoding.UTF8.GetString(bytes));
                    for (int at = 0, length; at < bytes.Length; at += length)
                    {
                        length = Math.Min(bytes.Length - at, random.Next(1, 50_000));
                        program.Write(bytes.AsSpan(at, length));
                    }
                }

                program.Write("\nthe end\n"u8);
            },
            TestContext.Current.CancellationToken);

        var read = new StringBuilder();
        for (string line; (line = await lines.NextAsync()) != "the end";)
        {
            Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, LogLimits.PieceBytes);
            read.Append(line);
        }

        await writing;
        Assert.Equal(written.Replace("\n", "").ToString(), read.ToString());
    }

    [Fact]
    public async Task Lines_have_the_time_they_were_written()
    {
        var log = Open();
        log.PrepareRun();
        await using var lines = log.Follow();
        using var program = Program();
        for (var n = 0; n < 5; n++)
        {
            var before = TimeProvider.System.GetUtcNow();
            program.Write(Encoding.UTF8.GetBytes($"{n}\n"));
            Assert.Equal($"{n}", await lines.NextAsync());
            Assert.InRange(lines.Current.Timestamp, before.AddMilliseconds(-50), before.AddSeconds(1));
        }
    }

    private ProcessLog Open(long maxSize = 1000, int maxFiles = 5) =>
        _store.Open("app", new LogSpec { File = File, Keep = true, MaxSize = maxSize, MaxFiles = maxFiles });

    /// <summary>Following begins with the last lines there are when it begins: nothing may be written before that is over.</summary>
    private async Task<IAsyncEnumerator<LogLine>> FollowFromStartAsync(ProcessLog log)
    {
        log.PrepareRun();
        System.IO.File.WriteAllText(File, "ready\n");
        var lines = log.Follow();
        Assert.Equal("ready", await lines.NextAsync());
        return lines;
    }

    private HeldLog Program() => new(File);
}
