using Microsoft.Win32.SafeHandles;

namespace ProcessProxy.Platform.Processes;

/// <summary>
/// The end of a pipe at which the output of a program is read. It is for one thread at a time, but for <see cref="EndWaits"/>.
/// </summary>
internal abstract class OutputPipe : IDisposable
{
    /// <summary>The most that a pipe can hold, unless an administrator has allowed more.</summary>
    public const int MostHeld = 1 << 20;

    /// <summary>Moves some of what is there to a file.</summary>
    /// <param name="log">The file.</param>
    /// <param name="position">Its end.</param>
    /// <returns>How many bytes; 0 when none is there now, null when none will be: nothing is left and nobody has the other end open.</returns>
    /// <exception cref="IOException">The file cannot be written now. Nothing is lost.</exception>
    public abstract int? Move(SafeFileHandle log, long position);

    /// <summary>Waits until there is something to move or nobody has the other end open any more.</summary>
    public abstract void Wait();

    /// <summary>Waits for a time, whatever is there.</summary>
    public abstract void Pause(TimeSpan time);

    /// <summary>Has <see cref="Wait"/> and <see cref="Pause"/> return, now and from now on. Can be called on any thread.</summary>
    public abstract void EndWaits();

    public abstract void Dispose();
}
