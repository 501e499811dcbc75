using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using ProcessProxy.Logs.Reading;

namespace ProcessProxy.Logs;

/// <summary>The places of one reader in the logs of all instances of a process.</summary>
/// <param name="store">The logs.</param>
/// <param name="stream">The only output to read; null for all.</param>
/// <param name="isNumbered">Whether lines have the number of their instance while there are several.</param>
/// <param name="signal">Is written to when there may be more to read.</param>
/// <param name="time">The clock.</param>
internal sealed class CursorSet(LogStore store, LogStream? stream, bool isNumbered, Channel<bool> signal, TimeProvider time) : IDisposable
{
    private readonly List<InstanceCursor> _cursors = [];
    private GroupPlace _place = new(null, ImmutableSortedDictionary<int, string>.Empty);
    private bool _isGroup;
    private DateTimeOffset _lookedAt = DateTimeOffset.MinValue;

    /// <summary>Gets whether a log was closed, so that <see cref="Renew"/> is needed.</summary>
    public bool IsAnyOver => _cursors.Exists(cursor => cursor.IsOver);

    /// <summary>Reads the last lines of all instances.</summary>
    public IReadOnlyList<LogLine> Begin(IReadOnlyList<LogSource> sources, int lines, CancellationToken cancellationToken)
    {
        _place = _place with { Since = time.GetUtcNow() };
        _isGroup = sources.Count > 1;
        var pages = new List<LogLine[]>();
        foreach (var source in sources)
        {
            var cursor = new InstanceCursor(source.Instance, stream, signal);
            _cursors.Add(cursor);
            var page = cursor.Begin(store.Find(source.Id, source.Spec), lines, cancellationToken);
            pages.Add([.. page]);
            Note(cursor.Instance, cursor.Start);
        }

        var merged = pages.SelectMany((page, at) => page.Select(line => (Line: line, _cursors[at].Instance)))
            .OrderBy(pair => pair.Line.Timestamp).ToArray();
        var first = Math.Max(0, merged.Length - lines);
        foreach (var (line, instance) in merged.Take(first))
        {
            Note(instance, line.Place!);
        }

        return [.. merged.Skip(first).Select(pair => Deliver(pair.Line, pair.Instance))];
    }

    /// <summary>Continues at a place.</summary>
    public void Resume(GroupPlace place) => (_place, _isGroup) = (place, place.Since is not null);

    /// <summary>Reads from now on the logs of these instances.</summary>
    /// <returns>False if there is nothing to read anymore: the logs are closed.</returns>
    public bool Renew(IReadOnlyList<LogSource> sources)
    {
        _isGroup |= sources.Count > 1;
        try
        {
            foreach (var source in sources)
            {
                if (_cursors.Find(cursor => cursor.Instance == source.Instance) is not { } known)
                {
                    Add(source);
                }
                else if (known.IsOver)
                {
                    known.Resume(store.Find(source.Id, source.Spec), known.Place);
                }
            }
        }
        catch (ObjectDisposedException)
        {
            // The server ends.
            return false;
        }

        foreach (var gone in _cursors.FindAll(cursor => sources.All(source => source.Instance != cursor.Instance) && cursor.Peek() is null))
        {
            // If the instance comes back, it is read from there on.
            Note(gone.Instance, gone.Place);
            gone.Dispose();
            _cursors.Remove(gone);
        }

        return _cursors.Count > 0;
    }

    /// <summary>Reads the line that comes first; returns false if there is none now.</summary>
    public bool TryTake([MaybeNullWhen(false)] out LogLine line)
    {
        var first = First();
        if (first < 0 || _cursors[first].Head!.Timestamp > _lookedAt)
        {
            // Only then can another log have an earlier line that is not known yet. Not for each line: there may be a hundred logs without any.
            _lookedAt = time.GetUtcNow();
            _cursors.ForEach(cursor => cursor.Peek());
            first = First();
        }

        line = first < 0 ? null : Deliver(_cursors[first].Take(), _cursors[first].Instance);
        if (first >= 0)
        {
            _cursors[first].Peek();
        }

        return first >= 0;
    }

    public void Dispose() => _cursors.ForEach(cursor => cursor.Dispose());

    private int First() => LogMerge.First([.. _cursors.Select(cursor => cursor.Head)]);

    private void Add(LogSource source)
    {
        var cursor = new InstanceCursor(source.Instance, stream, signal);
        _cursors.Add(cursor);
        var log = store.Find(source.Id, source.Spec);
        if (_place.Places.GetValueOrDefault(source.Instance) is { } place)
        {
            cursor.Resume(log, place);
        }
        else
        {
            // Nothing is known of what the reader has seen of it: whatever is older belongs to an earlier time.
            cursor.BeginSince(log, _place.Since ?? DateTimeOffset.MinValue);
        }
    }

    private void Note(int instance, string place) => _place = _place with { Places = _place.Places.SetItem(instance, place) };

    private LogLine Deliver(LogLine line, int instance)
    {
        Note(instance, line.Place!);
        return isNumbered && _isGroup ? line with { Instance = instance, Place = _place.ToString() } : line;
    }
}
