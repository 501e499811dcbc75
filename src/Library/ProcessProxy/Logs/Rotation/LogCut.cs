using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using ProcessProxy.Logs.Files;
using ProcessProxy.Platform.FailPoints;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Logs.Rotation;

/// <summary>
/// Cuts the beginning of a log that a program has open, after it was copied to an archive. A journal records the progress, so
/// that nothing is lost or duplicated whenever the server dies. Not thread-safe.
/// </summary>
internal sealed class LogCut(string path, int maxFiles, ILogger logger)
{
    private readonly LogArchive _archive = new(path);

    /// <summary>Records that a cut begins: the archive is complete. From here on, the cut is either completed or withdrawn.</summary>
    /// <exception cref="IOException">It cannot be recorded.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be recorded.</exception>
    public void Begin(CutJournal journal)
    {
        try
        {
            FailPoint.Hit("rotate-copied");
            journal.Write(path);
            FailPoint.Hit("rotate-journaled");
        }
        catch
        {
            Withdraw(journal);
            throw;
        }
    }

    /// <summary>Cuts. Nobody reads the log during this time, and the program keeps appending to it.</summary>
    /// <exception cref="IOException">It failed; recovery decides what to do.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be done; recovery decides what to do.</exception>
    public void Finish(SafeFileHandle log, CutJournal journal)
    {
        try
        {
            _archive.Place(journal.Archive, maxFiles);
        }
        catch
        {
            Withdraw(journal);
            throw;
        }

        if (!FileHead.TryPunch(log, journal.End))
        {
            Withdraw(journal);
            throw new IOException("The file system cannot cut it.");
        }

        FailPoint.Hit("rotate-punched");
        TakeOutHole(log, journal);
        RemoveJournal();
        LogRotation.RemoveSurplus(path, maxFiles);
    }

    /// <summary>Completes or withdraws what this server or an earlier one began, and never cuts what the archive does not contain.</summary>
    /// <exception cref="IOException">It cannot be done now.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be done.</exception>
    public void Recover()
    {
        var (journal, problem) = CutJournal.Read(path);
        if (problem is not null)
        {
            Forget();
            LogMessages.JournalUnusable(logger, CutJournal.PathOf(path), problem);
        }
        else if (journal is not null)
        {
            Recover(journal);
        }
    }

    private void Recover(CutJournal journal)
    {
        using var log = RegularFile.OpenExisting(path);
        if (log is null || RegularFile.Status(log).Identity != journal.Log)
        {
            Forget();
            return;
        }

        var isHole = LogSpan.HoleOf(log, RandomAccess.GetLength(log)) >= journal.End;
        if (journal.Step == CutStep.Punched)
        {
            if (isHole)
            {
                TakeOutHole(log, journal);
            }
            else
            {
                ShortenIndex(journal, journal.Base + journal.End);
            }

            RemoveJournal();
        }
        else if (isHole)
        {
            Finish(log, journal);
        }
        else
        {
            FinishOrWithdraw(log, journal);
        }
    }

    private void FinishOrWithdraw(SafeFileHandle log, CutJournal journal)
    {
        using var archive = _archive.Open(journal.Archive);
        if (archive is not null && LogArchive.IsCopy(archive, log, journal.Start, journal.End, from: 0))
        {
            Finish(log, journal);
        }
        else
        {
            Forget();
        }
    }

    /// <summary>Withdraws a cut that has not moved anything yet: the log still has everything in the archive.</summary>
    /// <exception cref="IOException">It cannot be done now.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be done.</exception>
    public void Withdraw(CutJournal journal)
    {
        _archive.Withdraw(journal.Archive);
        File.Delete(CutJournal.PathOf(path));
    }

    private void TakeOutHole(SafeFileHandle log, CutJournal journal)
    {
        (journal with { Step = CutStep.Punched }).Write(path);
        var isOut = RandomAccess.GetLength(log) > journal.End && FileHead.TryCollapse(log, journal.End);
        FailPoint.Pass("rotate-collapsed");
        ShortenIndex(journal, isOut ? journal.Base + journal.End : journal.Base);
    }

    private void ShortenIndex(CutJournal journal, long origin)
    {
        try
        {
            IndexCut.Shorten(LogRotation.IndexOf(path), new IndexHeader(journal.Log, journal.Base), origin, journal.Base + journal.End);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogMessages.NotIndexed(logger, path, e.Message);
        }
    }

    private void RemoveJournal()
    {
        File.Delete(CutJournal.PathOf(path));
        Durable.FlushFolder(Path.GetDirectoryName(path)!);
    }

    private void Forget()
    {
        File.Delete(CutJournal.PathOf(path));
        _archive.Remove();
    }
}
