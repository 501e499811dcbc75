using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ProcessProxy.Generate.OpenApi;

namespace ProcessProxy.AspNetCore.Tests.Contract;

internal sealed partial class FakeProcessClient
{
    private readonly Dictionary<string, List<LogLine>> logs = [];
    private readonly List<Channel<ProcessEvent>> watchers = [];
    private readonly List<ProcessEvent> events = [];
    private readonly List<(string Id, Channel<LogLine> Lines)> followers = [];

    /// <summary>How many items streams have handed out.</summary>
    public int Streamed => Volatile.Read(ref streamed);

    /// <summary>How many streams are open.</summary>
    public int OpenStreams => Volatile.Read(ref openStreams);

    private int streamed;
    private int openStreams;

    public Task<LogPage> ReadLogAsync(string id, LogQuery query, CancellationToken cancellationToken) => Answer(() =>
    {
        query.Validate();
        var process = Find(id);
        return new LogPage(id, process.LogFile!, LogOf(id).Count, [.. Last(id, query).Select(line => line with { Place = null })]);
    });

    public async IAsyncEnumerable<LogLine> FollowLogAsync(
        string id, LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<LogLine>();
        IReadOnlyList<LogLine> last;
        lock (gate)
        {
            query.Validate();
            Find(id);
            last = query.After is { } place ? After(id, place) : Last(id, query);
            followers.Add((id, channel));
        }

        await foreach (var line in StreamAsync(last, channel, cancellationToken))
        {
            if (query.Stream is null || line.Stream == query.Stream)
            {
                yield return line;
            }
        }
    }

    public IAsyncEnumerable<ProcessEvent> WatchAsync(string? after = null, CancellationToken cancellationToken = default)
    {
        var channel = Channel.CreateUnbounded<ProcessEvent>();
        lock (gate)
        {
            watchers.Add(channel);
            var seen = Enumerable.Range(0, events.Count + 1).FirstOrDefault(number => after == $"run-{number}", -1);
            return StreamAsync(
                seen >= 0 ? events[seen..] : [new ProcessEvent(eventId, ProcessEventKind.Snapshot, [.. processes]) { Place = $"run-{eventId}" }],
                channel,
                cancellationToken);
        }
    }

    public void Print(string id, string line, LogStream stream = LogStream.Output)
    {
        lock (gate)
        {
            var written = new LogLine(Sample.Noon, stream, line) { Place = $"{LogOf(id).Count + 1}" };
            LogOf(id).Add(written);
            foreach (var follower in followers.Where(follower => follower.Id == id))
            {
                follower.Lines.Writer.TryWrite(written);
            }
        }
    }

    /// <summary>Ends every stream, with a failure or in order.</summary>
    public void EndStreams(Exception? failure)
    {
        lock (gate)
        {
            watchers.ForEach(watcher => watcher.Writer.TryComplete(failure));
            followers.ForEach(follower => follower.Lines.Writer.TryComplete(failure));
        }
    }

    private async IAsyncEnumerable<T> StreamAsync<T>(
        IReadOnlyList<T> first, Channel<T> channel, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref openStreams);
        try
        {
            foreach (var item in first)
            {
                Interlocked.Increment(ref streamed);
                yield return item;
            }

            await foreach (var item in channel.Reader.ReadAllAsync(cancellationToken))
            {
                Interlocked.Increment(ref streamed);
                yield return item;
            }
        }
        finally
        {
            Interlocked.Decrement(ref openStreams);
        }
    }

    private void Tell(ProcessEventKind kind, ProcessInfo process)
    {
        var news = new ProcessEvent(++eventId, kind, [process]) { Place = $"run-{eventId}" };
        events.Add(news);
        watchers.ForEach(watcher => watcher.Writer.TryWrite(news));
    }

    private LogLine[] After(string id, string place)
    {
        var seen = LogOf(id).FindIndex(line => line.Place == place);
        LogLine[] rest = [.. LogOf(id).Skip(seen + 1)];
        return seen < 0 && rest.Length > 0 ? [rest[0] with { AfterGap = true }, .. rest[1..]] : rest;
    }

    private List<LogLine> LogOf(string id) => logs.TryGetValue(id, out var log) ? log : logs[id] = [];

    private LogLine[] Last(string id, LogQuery query) =>
        [.. LogOf(id).Where(line => query.Stream is null || line.Stream == query.Stream).TakeLast(query.Lines)];
}
