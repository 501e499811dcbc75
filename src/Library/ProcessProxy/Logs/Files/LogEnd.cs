using Microsoft.Win32.SafeHandles;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Logs.Files;

/// <summary>The end of a log that the server writes itself, from a pipe. If somebody moves or removes the log, it is created again.</summary>
/// <param name="path">The log.</param>
internal sealed class LogEnd(string path) : IDisposable
{
    private SafeFileHandle? _file;
    private FileIdentity _identity;

    /// <summary>Moves some of the contents of a pipe to the end of the log.</summary>
    /// <returns>As <see cref="OutputPipe.Move"/>.</returns>
    /// <exception cref="IOException">The log cannot be written now.</exception>
    /// <exception cref="UnauthorizedAccessException">The log may not be written.</exception>
    public int? Take(OutputPipe pipe)
    {
        if (_file is null || RegularFile.StatusOfName(path)?.Identity != _identity)
        {
            Dispose();
            FileModes.CreateFolder(Path.GetDirectoryName(path)!);
            _file = RegularFile.OpenOwn(path);
            _identity = RegularFile.Status(_file).Identity;
        }

        return pipe.Move(_file, RandomAccess.GetLength(_file));
    }

    /// <summary>Closes the log until more is written.</summary>
    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }
}
