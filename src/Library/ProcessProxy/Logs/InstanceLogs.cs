using System.Runtime.CompilerServices;
using ProcessProxy.Logs.Reading;

namespace ProcessProxy.Logs;

/// <summary>The logs of all instances of a process, read as one in order of time.</summary>
/// <param name="store">The logs.</param>
/// <param name="sources">Returns the current instances in order of their numbers; none if there is none anymore.</param>
/// <param name="only">The only instance, if one is asked for: then its lines have no number. Null for all.</param>
/// <param name="time">The clock.</param>
internal sealed class InstanceLogs(LogStore store, Func<IReadOnlyList<LogSource>> sources, int? only, TimeProvider time)
{
    /// <summary>Reads the last lines.</summary>
    /// <param name="query">The lines.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="ProcessProxyException"><see cref="ErrorCodes.BadArgument"/>.</exception>
    /// <exception cref="IOException">A log cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A log may not be read.</exception>
    public async Task<LogPage> ReadAsync(LogQuery query, CancellationToken cancellationToken)
    {
        var pages = new List<(LogSource Source, LogPage Page)>();
        foreach (var source in sources())
        {
            pages.Add((source, await ReadAsync(source, query, cancellationToken).ConfigureAwait(false)));
        }

        var isGroup = pages.Count > 1;
        var lines = pages.SelectMany(page => page.Page.Logs.Select(line => isGroup ? line with { Instance = page.Source.Instance } : line));
        return pages[0].Page with
        {
            // The sort is stable: the lines of one instance keep their order.
            Logs = !isGroup ? [.. lines] : [.. lines.OrderBy(line => line.Timestamp).TakeLast(query.Lines)],
            TotalLines = pages.Sum(page => page.Page.TotalLines),
        };
    }

    /// <summary>
    /// Returns the last lines, or those after <see cref="LogQuery.After"/>, and then every new one, each once, while instances are added, removed and replaced, until
    /// canceled, or until there is none anymore.
    /// </summary>
    /// <param name="query">The lines.</param>
    /// <param name="watch">Calls an action whenever the instances may have changed, until what it returns is disposed.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <exception cref="IOException">A log cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A log may not be read.</exception>
    public async IAsyncEnumerable<LogLine> FollowAsync(
        LogQuery query, Func<Action, IDisposable> watch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var signal = ProcessLog.NewSignal();
        var isOutdated = 1;
        void Change()
        {
            Volatile.Write(ref isOutdated, 1);
            signal.Writer.TryWrite(true);
        }

        using var watching = watch(Change);
        using var timer = time.CreateTimer(_ => Change(), null, ProcessLog.SafetyNet, ProcessLog.SafetyNet);
        using var cursors = new CursorSet(store, query.Stream, only is null, signal, time);
        if (query.After is { Length: > 0 } place)
        {
            cursors.Resume(GroupPlace.Read(place, only ?? 1));
        }
        else
        {
            var page = await Task.Run(() => cursors.Begin(sources(), query.Lines, cancellationToken), cancellationToken).ConfigureAwait(false);
            foreach (var line in page)
            {
                yield return line;
            }
        }

        while ((Interlocked.Exchange(ref isOutdated, 0) == 0 && !cursors.IsAnyOver) || cursors.Renew(sources()))
        {
            while (cursors.TryTake(out var line))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return line;
            }

            if (!cursors.IsAnyOver)
            {
                await signal.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<LogPage> ReadAsync(LogSource source, LogQuery query, CancellationToken cancellationToken)
    {
        while (true)
        {
            var log = store.Find(source.Id, source.Spec);
            var page = await log.ReadAsync(query, cancellationToken).ConfigureAwait(false);
            if (!log.IsClosed)
            {
                return page;
            }

            // Its files may have got other names meanwhile.
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
