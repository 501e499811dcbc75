using System.Text;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Guarding;

/// <summary>
/// The executable that a server is to be replaced by, as a file in its state folder. Only its user can write there: the API, which others may be allowed to
/// call, never runs what it is told.
/// </summary>
internal static class UpgradeRequest
{
    private const string FileName = "processproxy.upgrade";
    private const int Longest = 8 * 1024;

    /// <summary>Asks for an executable.</summary>
    /// <param name="stateDirectory">The state folder of the server.</param>
    /// <param name="executable">The absolute path.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">This user is not that of the server.</exception>
    public static void Write(string stateDirectory, string executable) =>
        AtomicFile.Write(Path.Combine(stateDirectory, FileName), Encoding.UTF8.GetBytes(executable), FileModes.Private);

    /// <summary>Takes the request, so that it counts once.</summary>
    /// <param name="stateDirectory">The state folder.</param>
    /// <returns>The path; null if there is none.</returns>
    /// <exception cref="IOException">It cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be removed.</exception>
    public static string? Take(string stateDirectory)
    {
        var path = Path.Combine(stateDirectory, FileName);
        var executable = SmallFile.Read(path, Longest).Content is { Length: > 0 } content ? Encoding.UTF8.GetString(content) : null;
        File.Delete(path);
        return executable;
    }
}
