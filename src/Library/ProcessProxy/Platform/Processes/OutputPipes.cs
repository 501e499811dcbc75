using System.Runtime.InteropServices;

namespace ProcessProxy.Platform.Processes;

/// <summary>The pipes that programs write their output to where their log must not be a file to them. There are none unless a system says so.</summary>
internal class OutputPipes
{
    /// <summary>Makes a pipe, in the place of one that nobody has open any more.</summary>
    /// <param name="path">Its name, in a folder that only our user may write.</param>
    /// <returns>The end that we read, and what the program gets as both outputs: it is open for reading as well, so that nothing it writes fails without us.</returns>
    /// <exception cref="LaunchException">It cannot be made, or a program of an earlier run still has the one there was.</exception>
    public virtual (OutputPipe Reader, SafeHandle Output) Create(string path) =>
        throw new LaunchException("Output through a pipe ('output: pipe') is not available on this system.");

    /// <summary>Opens the pipe that an earlier server has made.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="pid">A program that may have it as its output, should the name be gone.</param>
    /// <returns>The end that we read; null when there is none.</returns>
    /// <exception cref="IOException">It cannot be opened now.</exception>
    public virtual OutputPipe? Find(string path, int? pid) => null;
}
