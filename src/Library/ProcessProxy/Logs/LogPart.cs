using System.Text;
using Microsoft.Win32.SafeHandles;
using ProcessProxy.Platform;

namespace ProcessProxy.Logs;

/// <summary>One file of a log, opened for reading with its index. It stays what it is whatever happens to its name.</summary>
internal sealed class LogPart(SafeFileHandle file, FileIdentity identity, LogStream stream, IndexCursor index, long epoch) : IDisposable
{
    private LineReader? _reader;

    /// <summary>The open log.</summary>
    public SafeFileHandle File { get; } = file;

    /// <summary>Which file it is.</summary>
    public FileIdentity Identity { get; } = identity;

    /// <summary>How often the log had been emptied when it was opened.</summary>
    public long Epoch { get; } = epoch;

    /// <summary>How many of its bytes may be read: those whose time is known.</summary>
    public long Limit { get; private set; }

    /// <summary>The offset of the first byte that has not been delivered.</summary>
    public long Offset => _reader?.Offset ?? 0;

    /// <summary>Lets the reader go on up to what <paramref name="last"/> says has been written. True when that is more than before.</summary>
    public bool Extend(IndexRecord last)
    {
        var grew = last.Offset > Limit;
        Limit = Math.Max(Limit, last.Offset);
        index.Refresh(last);
        return grew;
    }

    /// <summary>How many lines ended with a run rather than a newline, from an index record on, which is moved.</summary>
    public int CountRunEnds(ref long record) => index.CountRunEnds(ref record, Limit);

    /// <summary>Begins to read at an offset where a line begins.</summary>
    public void Begin(long offset)
    {
        index.Seek(offset + 1);
        _reader = new LineReader(File, offset, index);
    }

    /// <summary>Reads the next line.</summary>
    /// <param name="complete">Whether a last line without a newline is one.</param>
    /// <param name="line">The line.</param>
    /// <returns>False when there is none yet.</returns>
    public bool TryRead(bool complete, out LogLine line)
    {
        if (_reader is null)
        {
            Begin(0);
        }

        if (!_reader!.TryRead(Limit, complete, out var bytes))
        {
            line = null!;
            return false;
        }

        var (timestamp, notBefore) = index.TimeOf(_reader.Offset);
        line = new LogLine(timestamp, stream, Encoding.UTF8.GetString(bytes)) { NotBefore = notBefore };
        return true;
    }

    /// <summary>Lets go of memory while there is nothing to read.</summary>
    public void Rest() => _reader?.Release();

    public void Dispose()
    {
        _reader?.Dispose();
        index.Dispose();
        File.Dispose();
    }
}
