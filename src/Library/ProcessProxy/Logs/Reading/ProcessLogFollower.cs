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
    private readonly List<Track> _tracks = [];

    // The positions that have been returned: a line that was read ahead of its turn does not count.
    private readonly OutputPlace[] _delivered = new OutputPlace[2];

    /// <summary>Gets the place after the last line that was returned.</summary>
    public string Place => LogPlace.Write(_delivered[0], _delivered[1]);

    /// <summary>Gets the place before the lines that <see cref="Begin"/> has returned.</summary>
    public string Start { get; private set; } = "";

    /// <summary>Reads the last lines and stays at their end.</summary>
    public IReadOnlyList<LogLine> Begin(int lines, CancellationToken cancellationToken)
    {
        var pages = new List<IReadOnlyCollection<PlacedLine>>();
        foreach (var number in Wanted())
        {
            foreach (var tail in LogTail.Read(files[number], lines, complete: false, cancellationToken))
            {
                var isOlder = _tracks.Exists(track => track.Number == number);
                var until = isOlder ? tail.Newest!.Span.Source : default;
                _tracks.Add(new Track(number, isOlder, new LogFollower(files[number], tail.Newest, until: until)));
                _delivered[number] = isOlder ? _delivered[number] with { Until = until } : default;
                Move(_tracks[^1], _tracks[^1].Follower.Position);
                pages.Add(tail.Lines);
            }
        }

        var merged = LogMerge.Last(pages, lines);
        for (var index = merged.Count - 1; index >= 0; index--)
        {
            Move(_tracks[merged[index].Page], merged[index].Line.Start);
        }

        Start = Place;
        return [.. merged.Select(line => Deliver(line.Line, _tracks[line.Page]))];
    }

    /// <summary>Continues after the line with a <see cref="LogLine.Place"/>.</summary>
    public void Resume(string place)
    {
        (_delivered[0], _delivered[1]) = LogPlace.Read(place);
        foreach (var number in Wanted())
        {
            Open(number, files[number].Split(_delivered[number]));
        }
    }

    /// <summary>Begins with the oldest file that was written to after a time. It may begin with older lines.</summary>
    public void BeginSince(DateTimeOffset time)
    {
        foreach (var number in Wanted())
        {
            Open(number, files[number].Split(new OutputPlace(files[number].Since(time) ?? default)));
        }
    }

    /// <summary>Gets the next line, which stays the next one until <see cref="TryRead"/>; null if there is none now.</summary>
    public LogLine? Peek() => Next()?.Head?.Line;

    /// <summary>Reads the next line; returns false if there is none now.</summary>
    public bool TryRead(out LogLine line)
    {
        if (Next() is not { Head: { } head } first)
        {
            line = null!;
            return false;
        }

        first.Head = null;
        line = Deliver(head, first);
        return true;
    }

    public void Dispose() => _tracks.ForEach(track => track.Follower.Dispose());

    private int[] Wanted() => [.. Enumerable.Range(0, files.Count).Where(number => stream is null || files[number].Stream == stream)];

    private void Open(int number, OutputPlace place)
    {
        _delivered[number] = place;
        _tracks.Add(new Track(number, IsOlder: false, new LogFollower(files[number], null, place.Main)));
        if (place.IsSplit)
        {
            _tracks.Add(new Track(number, IsOlder: true, new LogFollower(files[number], null, place.Older, place.Until)));
        }
    }

    private Track? Next()
    {
        foreach (var track in _tracks)
        {
            if (track.Head is null && track.Follower.TryRead(out var head))
            {
                track.Head = head;
            }
        }

        if (_tracks.Find(track => track.Head is null && track.Follower.IsOver) is { } over)
        {
            over.Follower.Dispose();
            _tracks.Remove(over);
            _delivered[over.Number] = new OutputPlace(_delivered[over.Number].Main);
        }

        var first = LogMerge.First([.. _tracks.Select(track => track.Head?.Line)]);
        return first < 0 ? null : _tracks[first];
    }

    private LogLine Deliver(PlacedLine line, Track track)
    {
        Move(track, line.End);
        return line.Line with { Place = Place };
    }

    private void Move(Track track, LogPosition position) =>
        _delivered[track.Number] = track.IsOlder ? _delivered[track.Number] with { Older = position } : _delivered[track.Number] with { Main = position };

    /// <summary>One of the files that are read at the same time.</summary>
    /// <param name="Number">The number of the output.</param>
    /// <param name="IsOlder">Whether it is the log of a program that another one has taken over from.</param>
    /// <param name="Follower">Reads it.</param>
    private sealed record Track(int Number, bool IsOlder, LogFollower Follower)
    {
        /// <summary>Gets or sets the line that was read ahead.</summary>
        public PlacedLine? Head { get; set; }
    }
}
