using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using ProcessProxy.PowerShell.Commands;

namespace ProcessProxy.PowerShell.Logs;

/// <summary>
/// Follows several logs as one, sorted by time. A line waits a moment for earlier ones of the other logs that may be on their
/// way. Used by one thread, that of the pipeline.
/// </summary>
internal sealed class LogFollow : IDisposable
{
    /// <summary>The time a line waits for earlier ones of logs that are being followed, and of logs without any line yet.</summary>
    private static readonly TimeSpan Hold = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan FirstHold = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource ending;
    private readonly List<FollowedLog> logs;
    private readonly ConcurrentQueue<(string Id, Exception Failure)> failures = new();
    private readonly long begun = TimeProvider.System.GetTimestamp();
    private ManagedProcessLogLine? held;
    private long heldSince;

    public LogFollow(IEnumerable<FoundProcess> processes, LogQuery query, CancellationToken cancellationToken)
    {
        ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        logs = [.. processes.Select(found => new FollowedLog(found, query, (id, failure) => failures.Enqueue((id, failure)), ending.Token))];
    }

    /// <summary>Gets whether there will be no more lines.</summary>
    public bool IsOver => failures.IsEmpty && logs.TrueForAll(log => log.Lines.Completion.IsCompleted);

    /// <summary>Removes a log that can no longer be followed, and returns the reason.</summary>
    public bool TryTakeFailure([MaybeNullWhen(false)] out string id, [MaybeNullWhen(false)] out Exception failure)
    {
        var taken = failures.TryDequeue(out var pair);
        (id, failure) = pair;
        return taken;
    }

    /// <summary>Returns the next line if it is time for it.</summary>
    public bool TryTake([MaybeNullWhen(false)] out ManagedProcessLogLine line)
    {
        FollowedLog? first = null;
        line = null;
        foreach (var log in logs)
        {
            if (log.Lines.TryPeek(out var head) && (line is null || head.Time < line.Time))
            {
                (first, line) = (log, head);
            }
        }

        if (first is null || MustWait(line!))
        {
            return false;
        }

        held = null;
        return first.Lines.TryRead(out line);
    }

    /// <summary>Completes when another call makes sense.</summary>
    public Task NewsAsync()
    {
        var news = logs.Where(log => !log.Lines.TryPeek(out _) && !log.Lines.Completion.IsCompleted)
            .Select(log => (Task)log.Lines.WaitToReadAsync(ending.Token).AsTask()).ToList();
        if (held is null && news.Count < logs.Count(log => !log.Lines.Completion.IsCompleted))
        {
            // A line has arrived since they were read.
            return Task.CompletedTask;
        }

        if (held is not null)
        {
            news.Add(Task.Delay(Hold / 4, TimeProvider.System, ending.Token));
        }

        // The end of all logs is an event too.
        return news.Count == 0 ? Task.CompletedTask : Task.WhenAny(news);
    }

    public void Dispose()
    {
        ending.Cancel();
        ending.Dispose();
    }

    private bool MustWait(ManagedProcessLogLine line)
    {
        if (held != line)
        {
            (held, heldSince) = (line, TimeProvider.System.GetTimestamp());
        }

        return logs.Exists(log => !log.Lines.TryPeek(out _) && !log.Lines.Completion.IsCompleted
            && (TimeProvider.System.GetElapsedTime(heldSince) < Hold
                || (!log.HasBegun && TimeProvider.System.GetElapsedTime(begun) < FirstHold)));
    }
}
