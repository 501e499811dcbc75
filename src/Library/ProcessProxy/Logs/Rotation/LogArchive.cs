using System.Buffers;
using Microsoft.Win32.SafeHandles;
using ProcessProxy.Logs.Files;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Logs.Rotation;

/// <summary>The archive that the beginning of a log is copied to: <c>x.log.new</c> until it is complete, then <c>x.log.1</c>.</summary>
/// <param name="path">The path of the log.</param>
internal sealed class LogArchive(string path)
{
    private const int BlockBytes = 256 * 1024;

    private readonly string _temporary = path + ".new";
    private readonly string _final = LogRotation.PathOf(path, 1);

    /// <summary>Copies a part of the log, with its index records, to a new file.</summary>
    /// <param name="log">The log.</param>
    /// <param name="span">The part to copy.</param>
    /// <param name="nowTicks">The time for what the index does not cover.</param>
    /// <param name="isWanted">Returns whether the log is needed now.</param>
    /// <returns>The identity of the file.</returns>
    /// <exception cref="OperationCanceledException">The log is needed now.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public FileIdentity Write(SafeFileHandle log, LogSpan span, long nowTicks, Func<bool> isWanted)
    {
        Remove();
        try
        {
            using var file = RegularFile.OpenOwn(_temporary);
            Copy(log, file, span.Start - span.Base, span.End - span.Base, isWanted);
            Durable.Flush(file);
            var identity = RegularFile.Status(file).Identity;
            IndexCut.WriteArchive(LogRotation.IndexOf(path), LogRotation.IndexOf(_temporary), identity, span with { Base = span.Start }, nowTicks);
            return identity;
        }
        catch
        {
            Remove();
            throw;
        }
    }

    /// <summary>Removes an incomplete archive.</summary>
    public void Remove()
    {
        File.Delete(_temporary);
        File.Delete(LogRotation.IndexOf(_temporary));
    }

    /// <summary>Determines whether the beginning of a file in this folder can be cut so that the file shows where the rest begins.</summary>
    /// <exception cref="IOException">It cannot be tried.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be tried.</exception>
    public bool CanCut(long blockSize)
    {
        Remove();
        try
        {
            using var scratch = RegularFile.OpenOwn(_temporary);
            RandomAccess.Write(scratch, new byte[2 * blockSize], 0);
            return FileHead.TryPunch(scratch, blockSize) && LogSpan.HoleOf(scratch, 2 * blockSize) == blockSize;
        }
        finally
        {
            Remove();
        }
    }

    /// <summary>Gives the archive its final name, after the older ones have been renamed. Does nothing if it has that name.</summary>
    public void Place(FileIdentity archive, int maxFiles)
    {
        if (!IsAt(_temporary, archive))
        {
            return;
        }

        LogRotation.MakeRoom(path, maxFiles);
        if (File.Exists(LogRotation.IndexOf(_temporary)))
        {
            File.Move(LogRotation.IndexOf(_temporary), LogRotation.IndexOf(_final), overwrite: true);
        }

        File.Move(_temporary, _final, overwrite: true);
    }

    /// <summary>Removes the archive, under either name: the log still has its contents.</summary>
    public void Withdraw(FileIdentity archive)
    {
        if (IsAt(_final, archive))
        {
            File.Delete(_final);
            File.Delete(LogRotation.IndexOf(_final));
        }

        Remove();
    }

    /// <summary>Opens the archive, under either name; returns null if there is none.</summary>
    public SafeFileHandle? Open(FileIdentity archive) =>
        IsAt(_final, archive) ? RegularFile.OpenRead(_final)
        : IsAt(_temporary, archive) ? RegularFile.OpenRead(_temporary)
        : null;

    /// <summary>Returns whether the log, from <paramref name="start"/> on, still has the same contents as the archive from <paramref name="from"/> on, except holes.</summary>
    public static bool IsCopy(SafeFileHandle archive, SafeFileHandle log, long start, long end, long from)
    {
        if (RandomAccess.GetLength(archive) != end - start || RandomAccess.GetLength(log) < end)
        {
            return false;
        }

        var mine = ArrayPool<byte>.Shared.Rent(BlockBytes);
        var theirs = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            for (var position = start + from; (position = RegularFile.NextData(log, position, end)) < end;)
            {
                var wanted = (int)Math.Min(BlockBytes, end - position);
                var read = RandomAccess.Read(log, theirs.AsSpan(0, wanted), position);
                if (read == 0
                    || RandomAccess.Read(archive, mine.AsSpan(0, read), position - start) != read
                    || !mine.AsSpan(0, read).SequenceEqual(theirs.AsSpan(0, read)))
                {
                    return false;
                }

                position += read;
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(mine);
            ArrayPool<byte>.Shared.Return(theirs);
        }
    }

    private static bool IsAt(string name, FileIdentity archive) => RegularFile.StatusOfName(name)?.Identity == archive;

    private static void Copy(SafeFileHandle log, SafeFileHandle target, long start, long end, Func<bool> isWanted)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            for (var position = start; position < end;)
            {
                if (isWanted())
                {
                    throw new OperationCanceledException();
                }

                var read = RandomAccess.Read(log, buffer.AsSpan(0, (int)Math.Min(BlockBytes, end - position)), position);
                if (read == 0)
                {
                    throw new IOException("It was emptied while it was copied.");
                }

                RandomAccess.Write(target, buffer.AsSpan(0, read), position - start);
                position += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
