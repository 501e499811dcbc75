using ProcessProxy.Platform;

namespace ProcessProxy.Server;

/// <summary>
/// Checks whether the server may open enough files to run. The runtime opens each part of the program as a file and, if it
/// cannot, reports that the part does not exist.
/// </summary>
internal static class OpenFileLimit
{
    private const int Least = 256;

    /// <summary>Returns why the server cannot run, or null if it can, or if the system does not report the limit.</summary>
    public static string? Problem() => OpenFiles.Limit is { } limit and < Least
        ? $"This process can open {limit} files, but the server needs {Least}. Raise the limit with ulimit -n, or LimitNOFILE= in a systemd unit."
        : null;
}
