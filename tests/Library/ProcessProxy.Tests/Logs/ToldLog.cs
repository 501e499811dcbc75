using ProcessProxy.Logs;
using ProcessProxy.Logs.Files;
using Xunit;

namespace ProcessProxy.Tests.Logs;

/// <summary>A log to which a story has happened, with every reading on the way checked.</summary>
internal sealed class ToldLog : IDisposable
{
    private const long SmallFile = 60;
    private const int ManyFiles = 300;

    // What a log may keep after a rotation under its program, which takes whole blocks.
    private const long Block = 4096;
    private static readonly byte[][] IndexTokens = [[0], [0, 0, 0, 0, 0, 0, 0, 0], [0xFF], [1], [2], [0x80], "PPLOGIDX"u8.ToArray()];

    private readonly LogFolder folder = new();
    private readonly bool isRotated;
    private readonly List<byte[]> runs = [[]];
    private ProcessLog log;

    public ToldLog(IReadOnlyCollection<LogStep> story)
    {
        isRotated = story.Any(step => step.What == LogHappening.Flood);
        log = folder.Run(folder.Spec(maxSize: SmallFile, maxFiles: ManyFiles));
        foreach (var step in story)
        {
            Do(step);
        }
    }

    /// <summary>What must be read of it.</summary>
    public IReadOnlyList<string> Expected => LogStory.Lines(runs);

    /// <summary>How many lines there are when nothing but a newline ends one.</summary>
    public int LeastLines => LogStory.Lines([[.. runs.SelectMany(run => run)]]).Count;

    public LogPage Read(int lines) => log.ReadAsync(new LogQuery(lines), TestContext.Current.CancellationToken).GetAwaiter().GetResult();

    /// <summary>Spoils every index while no server runs.</summary>
    public void SpoilIndexes(Random random)
    {
        folder.Kill();
        foreach (var index in Directory.GetFiles(folder.Folder, "*.idx"))
        {
            var bytes = File.ReadAllBytes(index);
            File.WriteAllBytes(index, random.OneIn(10) ? random.Bytes(bytes.Length) : Mutation.Of(bytes, IndexTokens, random));
        }

        Reopen();
    }

    public void Dispose() => folder.Dispose();

    private void Do(LogStep step)
    {
        switch (step.What)
        {
            case LogHappening.Write or LogHappening.WriteUnseen or LogHappening.Flood:
                folder.Append(step.Bytes);
                runs[^1] = [.. runs[^1], .. step.Bytes];
                if (step.What != LogHappening.WriteUnseen)
                {
                    folder.Changes.Raise();
                    Settle();
                    folder.Time.Advance(TimeSpan.FromMilliseconds(7));
                }

                break;
            case LogHappening.NextRun:
                log.RunEnded();
                log.PrepareRun();
                runs.Add([]);
                break;
            case LogHappening.Kill:
                if (isRotated)
                {
                    // A server that is only forgotten goes on rotating, as no dead one would.
                    folder.Store.DisposeAsync().AsTask().GetAwaiter().GetResult();
                }

                folder.Kill();
                Reopen();
                break;
            default:
                Assert.Equal(Expected.TakeLast(step.Lines), Read(step.Lines).Logs.Select(line => line.Line));
                break;
        }
    }

    private void Reopen()
    {
        log = folder.Open(folder.Spec(maxSize: SmallFile, maxFiles: ManyFiles));
        log.Resume();
        Settle();
    }

    /// <summary>Waits until nothing is to be rotated.</summary>
    private void Settle()
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (Remaining() > Block || File.Exists(folder.File + ".cut") || File.Exists(folder.File + ".new"))
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(20), "The log is not rotated.");
            folder.Time.Advance(TimeSpan.FromSeconds(1));
            Thread.Yield();
        }
    }

    private long Remaining()
    {
        using var file = ProcessProxy.Platform.Files.RegularFile.OpenRead(folder.File);
        var length = file is null ? 0 : RandomAccess.GetLength(file);
        return length - (length == 0 ? 0 : LogSpan.HoleOf(file!, length));
    }
}
