using Microsoft.Extensions.Logging;
using ProcessProxy.Background;

namespace ProcessProxy.Platform.Files;

/// <summary>Checks each file four times a second. For systems and moments without notifications.</summary>
internal sealed class PollingFileChangeSource : IFileChangeSource
{
    /// <summary>The interval of the checks.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Describes what its users do, as the subject of a sentence.</summary>
    internal const string Taking = "Taking note of a change of a file";

    private readonly Lock _gate = new();
    private readonly HashSet<Entry> _entries = [];
    private readonly ITimer _timer;
    private readonly ILogger _logger;
    private Entry[] _round = [];
    private bool _stale;
    private int _looking;
    private bool _disposed;

    public PollingFileChangeSource(TimeProvider time, ILogger logger)
    {
        _logger = logger;
        _timer = time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public IDisposable Watch(string path, Action changed)
    {
        var entry = new Entry(this, path, changed) { Seen = RegularFile.Status(path) };
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _entries.Add(entry);
            _stale = true;
            if (_entries.Count == 1)
            {
                _timer.Change(Interval, Interval);
            }
        }

        return entry;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _entries.Clear();
            _stale = true;
        }

        _timer.Dispose();
    }

    private void Look()
    {
        // The next round does not overtake one that takes longer than the interval.
        if (Interlocked.Exchange(ref _looking, 1) == 1)
        {
            return;
        }

        lock (_gate)
        {
            if (_stale)
            {
                _round = [.. _entries];
                _stale = false;
            }
        }

        foreach (var entry in _round)
        {
            Callback.Invoke(Taking, entry.Look, _logger);
        }

        Volatile.Write(ref _looking, 0);
    }

    private void Remove(Entry entry)
    {
        lock (_gate)
        {
            if (_entries.Remove(entry) && !_disposed)
            {
                _stale = true;
                if (_entries.Count == 0)
                {
                    _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                }
            }
        }
    }

    private sealed class Entry(PollingFileChangeSource owner, string path, Action changed) : IDisposable
    {
        public FileStatus? Seen { get; set; }

        public void Look()
        {
            var now = RegularFile.Status(path);
            if (now != Seen)
            {
                Seen = now;
                changed();
            }
        }

        public void Dispose() => owner.Remove(this);
    }
}
