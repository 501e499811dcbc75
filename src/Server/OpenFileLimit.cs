using ProcessProxy.Platform;

namespace ProcessProxy.Server;

/// <summary>
/// Whether the server may open enough files to run. The runtime opens each part of the program as a file and, where it
/// cannot, says that the part does not exist.
/// </summary>
internal static class OpenFileLimit
{
    private const int Least = 256;

    /// <summary>A sentence that says why the server cannot run; null when it can, or when the system does not tell.</summary>
    public static string? Problem() => OpenFiles.Limit is { } limit and < Least
        ? $"This process can open {limit} files, but the server needs {Least}. Raise the limit with ulimit -n, or LimitNOFILE= in a systemd unit."
        : null;
}
