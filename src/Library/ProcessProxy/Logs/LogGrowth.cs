using Microsoft.Extensions.Logging;
using ProcessProxy.Platform;

namespace ProcessProxy.Logs;

/// <summary>Keeps the index of the file at a path while it grows, is emptied, or gives way to another. Used under its owner's lock.</summary>
internal sealed class LogGrowth(string path, TimeProvider time, ILogger logger)
{
    // An index that is empty although its file is older than this was lost, not just begun.
    private static readonly long NewFileTicks = TimeSpan.FromSeconds(5).Ticks;

    private IndexWriter? _index;
    private bool _warned;

    /// <summary>How often a file was found emptied.</summary>
    public long Epoch { get; private set; }

    /// <summary>Records how large the file is now.</summary>
    public void Observe()
    {
        if (RegularFile.Status(path) is not { } status)
        {
            Close();
            return;
        }

        var index = Attach(status);
        var now = time.GetUtcNow().UtcTicks;
        var isLost = index.Last.Offset == 0 && Epoch == 0 && now - status.Identity.BornTicks > NewFileTicks;
        Append(index, new IndexRecord(status.Size, now, isLost ? IndexFlags.Unwatched : IndexFlags.None));
    }

    /// <summary>Records how large the file is after a time in which nobody watched.</summary>
    public void ObserveUnseen()
    {
        if (RegularFile.Status(path) is { } status && Attach(status) is var index && status.Size > index.Last.Offset)
        {
            Append(index, new IndexRecord(status.Size, status.ModifiedTicks, IndexFlags.Unwatched));
        }
    }

    /// <summary>Records that a line which is unfinished now will not be continued.</summary>
    public void EndRun()
    {
        if (_index is { Last: { Offset: > 0 } last } index && !EndsWithNewline(last.Offset))
        {
            Append(index, last with { Flags = last.Flags | IndexFlags.RunEnd });
        }
    }

    /// <summary>The latest record of a file when it is the one at the path; null for another.</summary>
    public IndexRecord? Latest(FileIdentity file) =>
        _index is null || _index.Log != file ? null
        : _index.Failure is null ? _index.Last
        : _index.Last with { Flags = _index.Last.Flags | IndexFlags.Unwatched };

    /// <summary>Lets go of the index until the next observation.</summary>
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
                // It costs the renamed file its times; the new index below says so if that cannot be written either.
            }

            _index = IndexWriter.Open(LogRotation.IndexOf(path), status);
        }

        if (status.Size < _index.Last.Offset)
        {
            _index.Reset();
            Epoch++;
        }

        return _index;
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
            // A log that cannot be read has no reader to whom its last line matters.
            return true;
        }
    }
}
