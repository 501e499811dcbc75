using ProcessProxy.Platform.Files;

namespace ProcessProxy.Platform.Servers;

/// <summary>The folder of state. What is read there decides which processes are signalled, so nobody else may write it.</summary>
/// <remarks>
/// Folders above it are not looked at: who can write those can put another folder in its place, but none that belongs to this user.
/// </remarks>
internal static class StateDirectory
{
    /// <summary>Makes the folder where it is missing, and sees that nobody else can write it.</summary>
    /// <returns>A sentence when a right of others had to be taken away, else null.</returns>
    /// <exception cref="IOException">Others can write it, it belongs to somebody else, or it cannot be made. The message says what to do.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    /// <param name="path">The folder.</param>
    /// <param name="group">The group whose members must get to what is theirs in it, too; null for nobody.</param>
    public static string? Prepare(string path, SystemGroup? group = null)
    {
        FileModes.CreateFolder(path);
        return CurrentPlatform.Rights.Secure(path, group);
    }

    /// <summary>Why what a folder says is not to be believed, and what to do; null when it may be. Nothing is looked at on Windows.</summary>
    public static string? Distrust(string path) => CurrentPlatform.Rights.Distrust(path);
}
