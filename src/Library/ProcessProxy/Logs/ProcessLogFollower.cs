namespace ProcessProxy.Logs;

/// <summary>Goes through all outputs of one process that are asked for, line by line, in order of time among what is there.</summary>
internal sealed class ProcessLogFollower : IDisposable
{
    private readonly List<LogFollower> _followers = [];
    private readonly LogLine?[] _heads = new LogLine?[2];

    /// <summary>Reads the last lines and stays where they end.</summary>
    public IReadOnlyList<LogLine> Begin(IEnumerable<LogFile> files, int lines, CancellationToken cancellationToken)
    {
        var pages = new List<IReadOnlyCollection<LogLine>>();
        foreach (var file in files)
        {
            var tail = LogTail.Read(file, lines, complete: false, cancellationToken);
            _followers.Add(new LogFollower(file, tail.Newest));
            pages.Add(tail.Lines);
        }

        return pages.Count == 0 ? [] : LogMerge.Last(pages, lines);
    }

    /// <summary>Reads the next line; false when there is none now.</summary>
    public bool TryRead(out LogLine line)
    {
        for (var i = 0; i < _followers.Count; i++)
        {
            if (_heads[i] is null && _followers[i].TryRead(out var head))
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
        line = _heads[first]!;
        _heads[first] = null;
        return true;
    }

    public void Dispose() => _followers.ForEach(follower => follower.Dispose());
}
