using Microsoft.Win32.SafeHandles;

namespace ProcessProxy.Platform.Processes;

/// <summary>
/// The read end of a pipe with the output of a program. It is for one thread at a time, except <see cref="EndWaits"/>.
/// </summary>
internal abstract class OutputPipe : IDisposable
{
    /// <summary>The most that a pipe can contain, unless an administrator has allowed more.</summary>
    public const int MostHeld = 1 << 20;

    /// <summary>Moves some of the data to a file.</summary>
    /// <param name="log">The file.</param>
    /// <param name="position">Its end.</param>
    /// <returns>The number of bytes; 0 if there is no data now, null if there will be none: nothing is left and nobody has the other end open.</returns>
    /// <exception cref="IOException">The file cannot be written now. Nothing is lost.</exception>
    public abstract int? Move(SafeFileHandle log, long position);

    /// <summary>Waits until there is data or nobody has the other end open anymore.</summary>
    public abstract void Wait();

    /// <summary>Waits for a time, whether or not there is data.</summary>
    public abstract void Pause(TimeSpan time);

    /// <summary>Makes <see cref="Wait"/> and <see cref="Pause"/> return, now and from now on. Can be called on any thread.</summary>
    public abstract void EndWaits();

    public abstract void Dispose();
}
