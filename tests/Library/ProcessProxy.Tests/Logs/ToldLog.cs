using ProcessProxy.Logs;
using ProcessProxy.Tests.Fuzzing;
using Xunit;

namespace ProcessProxy.Tests.Logs;

/// <summary>A log to which a story has happened, with every reading on the way checked.</summary>
internal sealed class ToldLog : IDisposable
{
    private const long SmallFile = 60;
    private const int ManyFiles = 50;
    private static readonly byte[][] IndexTokens = [[0], [0, 0, 0, 0, 0, 0, 0, 0], [0xFF], [1], [2], [0x80], "PPLOGIDX"u8.ToArray()];

    private readonly LogFolder folder = new();
    private readonly List<byte[]> runs = [[]];
    private ProcessLog log;

    public ToldLog(IEnumerable<LogStep> story)
    {
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
            case LogHappening.Write or LogHappening.WriteUnseen:
                folder.Append(step.Bytes);
                runs[^1] = [.. runs[^1], .. step.Bytes];
                if (step.What == LogHappening.Write)
                {
                    folder.Changes.Raise();
                    folder.Time.Advance(TimeSpan.FromMilliseconds(7));
                }

                break;
            case LogHappening.NextRun:
                log.RunEnded();
                log.PrepareRun();
                runs.Add([]);
                break;
            case LogHappening.Kill:
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
    }
}
