using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Keeping;
using ProcessProxy.Supervision.Services;

namespace ProcessProxy.Supervision.Running;

/// <summary>Keeps the PID file of one process as it should be, and tries again while it cannot be written: a full disk has room again.</summary>
/// <param name="services">What all runners share.</param>
/// <param name="tryAgain">Asks for <see cref="WriteAgain"/>, in its turn.</param>
internal sealed class PidFileKeeper(RunnerServices services, Action tryAgain) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private string? path;
    private int pid;
    private string? warned;
    private ITimer? retry;

    /// <summary>Writes the file of a program that runs.</summary>
    public void Write(ProcessSpec spec, int pid)
    {
        path = spec.Launch.PidFile;
        this.pid = pid;
        warned = null;
        Write(spec.Id);
    }

    /// <summary>Tries again what could not be written, as long as that program runs.</summary>
    public void WriteAgain(string id)
    {
        if (retry is not null)
        {
            Write(id);
        }
    }

    /// <summary>The program has ended: removes the file that was written for it, where that is wanted.</summary>
    /// <param name="spec">The process.</param>
    /// <param name="ended">Which program; null for whichever the file names.</param>
    public void Remove(ProcessSpec spec, int? ended)
    {
        Forget();
        var written = path ?? spec.Launch.PidFile;
        if (spec.Launch.CleanupPidOnExit)
        {
            Try(spec.Id, written, () => PidFile.Remove(written, ended));
        }
    }

    public void Dispose() => Forget();

    private void Write(string id)
    {
        Forget();
        if (!Try(id, path!, () => PidFile.Write(path!, pid)))
        {
            retry = services.Time.CreateTimer(_ => tryAgain(), null, Pause, Timeout.InfiniteTimeSpan);
        }
    }

    private void Forget()
    {
        retry?.Dispose();
        retry = null;
    }

    private bool Try(string id, string file, Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // The PID file is for others; the process does not depend on it.
            if (warned != refused.Message)
            {
                warned = refused.Message;
                Log.PidFileFailed(services.Logger, id, file, refused.Message);
            }

            return false;
        }
    }
}
