using Microsoft.Extensions.Logging;
using ProcessProxy.Logs.Files;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Logs.Growth;

/// <summary>Maintains the index of the file at a path while it grows, is emptied, cut, or replaced. Used under its owner's lock.</summary>
internal sealed class LogGrowth(string path, LogAccess access, TimeProvider time, ILogger logger)
{
    // An empty index of a file that is older than this was lost, not just created.
    private static readonly long NewFileTicks = TimeSpan.FromSeconds(5).Ticks;

    private readonly LogHead _head = new(path);
    private readonly LogLoss _loss = new(path, time, logger);
    private IndexWriter? _index;
    private long _start;
    private bool _warned;

    /// <summary>Set while the file is being cut: then its size means nothing.</summary>
    public bool IsSuspended { get; private set; }

    /// <summary>Records the current size of the file.</summary>
    public void Observe()
    {
        if (IsSuspended)
        {
            return;
        }

        if (RegularFile.Status(path) is not { } status)
        {
            if (_index is not null)
            {
                LogMessages.Gone(logger, path);
            }

            Close();
            return;
        }

        var index = Attach(status);
        var now = time.GetUtcNow().UtcTicks;
        var isLost = index.IsEmpty && now - status.Identity.BornTicks > NewFileTicks && access.Version == 0;
        Append(index, new IndexRecord(index.Base + status.Size, now, isLost ? IndexFlags.Unwatched : IndexFlags.None));
    }

    /// <summary>Records the size of the file after a time in which nobody watched.</summary>
    public void ObserveUnseen()
    {
        if (RegularFile.Status(path) is { } status && Attach(status) is var index && index.Base + status.Size > index.Last.Offset)
        {
            Append(index, new IndexRecord(index.Base + status.Size, status.ModifiedTicks, IndexFlags.Unwatched));
        }
    }

    /// <summary>Records that an unfinished line will not be continued.</summary>
    public void EndRun()
    {
        if (_index is { IsEmpty: false, Last: var last } index && last.Offset > _start && !EndsWithNewline(last.Offset - index.Base))
        {
            Append(index, last with { Flags = last.Flags | IndexFlags.RunEnd });
        }

        _loss.Tell();
    }

    /// <summary>Returns the latest record of a file if it is the one at the path, or null for another one.</summary>
    public IndexRecord? Latest(FileIdentity file) =>
        _index is null || _index.Log != file ? null
        : _index.Failure is null ? _index.Last
        : _index.Last with { Flags = _index.Last.Flags | IndexFlags.Unwatched };

    /// <summary>Returns the part that the file at the path contains if it is this one and is being watched; otherwise null.</summary>
    public LogSpan? Span(FileIdentity file) =>
        _index is null || _index.Log != file ? null : new LogSpan(file, _index.Base, _start, _index.Last.Offset, _index.Lost);

    /// <summary>Gets the part that the file at the path contains, if it is being watched.</summary>
    public LogSpan? Current => _index is null ? null : Span(_index.Log);

    /// <summary>Writes pending records.</summary>
    public void Flush() => _index?.Flush();

    /// <summary>Writes all records, closes the index and ignores the file until <see cref="Continue"/>: it is being cut.</summary>
    public void Suspend()
    {
        Close();
        IsSuspended = true;
    }

    /// <summary>Continues with the file after a cut.</summary>
    public void Continue() => IsSuspended = false;

    /// <summary>Closes the index until the next observation.</summary>
    public void Close()
    {
        _index?.Dispose();
        _index = null;
    }

    private IndexWriter Attach(FileStatus status)
    {
        if (_index?.Log != status.Identity)
        {
            Close();
            try
            {
                LogRotation.KeepIndexOfRenamed(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The renamed file loses its times; the new index below reports it if it cannot be written either.
            }

            var span = SpanOf(status);
            _index = IndexWriter.Open(LogRotation.IndexOf(path), status.Identity, span);
            _start = _index.Base == span.Base ? span.Start : _index.Base;
            _head.Begin(status.Identity, _start - _index.Base);
            if (_index.LostUnseen > 0)
            {
                _loss.Note(_index.LostUnseen, _index.Since());
            }
        }

        var size = _index.Last.Offset - _index.Base;
        if (status.Size < size || _head.HasChanged(size, status.Size))
        {
            _loss.Note(_index.Last.Offset - _start, _index.Since());
            _index.Reset();
            _start = _index.Base;
            _head.Begin(status.Identity, 0);
            _head.HasChanged(0, status.Size);
            access.NoteChange();
        }

        return _index;
    }

    private LogSpan SpanOf(FileStatus status)
    {
        try
        {
            using var file = RegularFile.OpenRead(path);
            if (file is not null)
            {
                return LogSpan.Of(path, 0, file, status);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A log that cannot be read has no reader that needs to know where it begins.
        }

        return new LogSpan(status.Identity, 0, 0, status.Size);
    }

    private void Append(IndexWriter index, IndexRecord record)
    {
        index.Append(record);
        if (index.Failure is { } failure && !_warned)
        {
            _warned = true;
            LogMessages.NotIndexed(logger, path, failure.Message);
        }
    }

    private bool EndsWithNewline(long size)
    {
        try
        {
            using var file = RegularFile.OpenRead(path);
            Span<byte> last = stackalloc byte[1];
            return file is null || RandomAccess.Read(file, last, size - 1) != 1 || last[0] == (byte)'\n';
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A log that cannot be read has no reader that needs its last line.
            return true;
        }
    }
}
