using ProcessProxy.Platform.Files;

namespace ProcessProxy.Platform.Servers;

/// <summary>The state folder. Its contents decide which processes are signaled, so nobody else may write it.</summary>
/// <remarks>
/// Folders above it are not checked: whoever can write those can replace it, but not with one that belongs to this user.
/// </remarks>
internal static class StateDirectory
{
    /// <summary>Creates the folder if it is missing, and ensures that nobody else can write it.</summary>
    /// <returns>A sentence if permissions of others had to be removed, otherwise null.</returns>
    /// <exception cref="IOException">Others can write it, it belongs to another user, or it cannot be created. The message says what to do.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be created.</exception>
    /// <param name="path">The folder.</param>
    /// <param name="group">The group whose members must reach their files in it; null for nobody.</param>
    public static string? Prepare(string path, SystemGroup? group = null)
    {
        FileModes.CreateFolder(path);
        return CurrentPlatform.Rights.Secure(path, group);
    }

    /// <summary>Returns why the contents of a folder cannot be trusted, and what to do, or null if they can. Nothing is checked on Windows.</summary>
    public static string? Distrust(string path) => CurrentPlatform.Rights.Distrust(path);
}
