using ProcessProxy.Logs.Parts;

namespace ProcessProxy.Logs.Reading;

/// <summary>
/// Reads the requested outputs of one process, line by line, in order of time among the existing lines. Each line
/// contains the place after it.
/// </summary>
/// <param name="files">The files of the log, standard error last.</param>
/// <param name="stream">The only output to read; null for all.</param>
internal sealed class ProcessLogFollower(IReadOnlyList<LogFile> files, LogStream? stream) : IDisposable
{
    private readonly LogFollower?[] _followers = new LogFollower?[2];
    private readonly PlacedLine?[] _heads = new PlacedLine?[2];

    // The positions that have been returned: a line that was read ahead of its turn does not count.
    private readonly LogPosition[] _delivered = new LogPosition[2];

    /// <summary>Reads the last lines and stays at their end.</summary>
    public IReadOnlyList<LogLine> Begin(int lines, CancellationToken cancellationToken)
    {
        var pages = new List<IReadOnlyCollection<PlacedLine>>();
        var numbers = Wanted();
        foreach (var number in numbers)
        {
            var tail = LogTail.Read(files[number], lines, complete: false, cancellationToken);
            _followers[number] = new LogFollower(files[number], tail.Newest);
            _delivered[number] = _followers[number]!.Position;
            pages.Add(tail.Lines);
        }

        if (pages.Count == 0)
        {
            return [];
        }

        var merged = LogMerge.Last(pages, lines);
        for (var index = merged.Count - 1; index >= 0; index--)
        {
            _delivered[numbers[merged[index].Page]] = merged[index].Line.Start;
        }

        return [.. merged.Select(line => Deliver(line.Line, numbers[line.Page]))];
    }

    /// <summary>Continues after the line with a <see cref="LogLine.Place"/>.</summary>
    public void Resume(string place)
    {
        (_delivered[0], _delivered[1]) = LogPlace.Read(place);
        foreach (var number in Wanted())
        {
            _followers[number] = new LogFollower(files[number], null, _delivered[number]);
        }
    }

    /// <summary>Reads the next line; returns false if there is none now.</summary>
    public bool TryRead(out LogLine line)
    {
        for (var i = 0; i < _followers.Length; i++)
        {
            if (_heads[i] is null && _followers[i] is { } follower && follower.TryRead(out var head))
            {
                _heads[i] = head;
            }
        }

        line = null!;
        if (_heads[0] is null && _heads[1] is null)
        {
            return false;
        }

        var first = LogMerge.First(_heads[0], _heads[1]);
        line = Deliver(_heads[first]!.Value, first);
        _heads[first] = null;
        return true;
    }

    public void Dispose()
    {
        foreach (var follower in _followers)
        {
            follower?.Dispose();
        }
    }

    private int[] Wanted() => [.. Enumerable.Range(0, files.Count).Where(number => stream is null || files[number].Stream == stream)];

    private LogLine Deliver(PlacedLine line, int number)
    {
        _delivered[number] = line.End;
        return line.Line with { Place = LogPlace.Write(_delivered[0], _delivered[1]) };
    }
}
