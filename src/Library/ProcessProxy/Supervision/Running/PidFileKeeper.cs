using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Keeping;
using ProcessProxy.Supervision.Services;

namespace ProcessProxy.Supervision.Running;

/// <summary>Keeps the PID file of one process up to date, and retries while it cannot be written: a full disk may have room again.</summary>
/// <param name="services">The services that all runners share.</param>
/// <param name="tryAgain">Requests <see cref="WriteAgain"/>, in turn.</param>
internal sealed class PidFileKeeper(RunnerServices services, Action tryAgain) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private string? path;
    private int pid;
    private string? warned;
    private ITimer? retry;

    /// <summary>Writes the file of a running program.</summary>
    public void Write(ProcessSpec spec, int pid)
    {
        path = spec.Launch.PidFile;
        this.pid = pid;
        warned = null;
        Write(spec.Id);
    }

    /// <summary>Retries what could not be written, as long as that program is running.</summary>
    public void WriteAgain(string id)
    {
        if (retry is not null)
        {
            Write(id);
        }
    }

    /// <summary>Removes the file of a program that has exited, if configured.</summary>
    /// <param name="spec">The process.</param>
    /// <param name="ended">The program; null for whichever the file contains.</param>
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
            // The PID file is for other tools; the process does not depend on it.
            if (warned != refused.Message)
            {
                warned = refused.Message;
                Log.PidFileFailed(services.Logger, id, file, refused.Message);
            }

            return false;
        }
    }
}
