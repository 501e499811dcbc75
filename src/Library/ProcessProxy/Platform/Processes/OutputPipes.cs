using System.Runtime.InteropServices;

namespace ProcessProxy.Platform.Processes;

/// <summary>The pipes for the output of programs whose log must not appear as a file to them. This base class has none.</summary>
internal class OutputPipes
{
    /// <summary>Creates a pipe, replacing one that nobody has open anymore.</summary>
    /// <param name="path">Its name, in a folder that only our user may write.</param>
    /// <returns>Our read end, and both outputs of the program: they are open for reading as well, so that no write fails without us.</returns>
    /// <exception cref="LaunchException">It cannot be created, or a program of an earlier run still has the existing one.</exception>
    public virtual (OutputPipe Reader, SafeHandle Output) Create(string path) =>
        throw new LaunchException("Output through a pipe ('output: pipe') is not available on this system.");

    /// <summary>Opens the pipe that an earlier server has created.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="pid">A program that may have it as its output, if the name is gone.</param>
    /// <returns>Our read end; null if there is none.</returns>
    /// <exception cref="IOException">It cannot be opened now.</exception>
    public virtual OutputPipe? Find(string path, int? pid) => null;

    /// <summary>Opens the pipe that a program has as its output, whoever has its name now.</summary>
    /// <param name="pid">The program.</param>
    /// <param name="path">The name that the pipe has, or had last.</param>
    /// <param name="isNamed">Whether it still has the name.</param>
    /// <returns>Our read end; null if there is none.</returns>
    public virtual OutputPipe? FindOf(int pid, string path, out bool isNamed)
    {
        isNamed = false;
        return null;
    }
}
