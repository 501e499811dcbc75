namespace ProcessProxy.Platform.Files;

/// <summary>The permissions of our files. Systems without such modes have their own permissions, which files inherit from folders.</summary>
internal static class FileModes
{
    /// <summary>Files that tell how programs are run: only for us.</summary>
    public const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Logs and their files: a group may read them.</summary>
    public const UnixFileMode Log = Private | UnixFileMode.GroupRead;

    /// <summary>Files for other tools.</summary>
    public const UnixFileMode Public = Log | UnixFileMode.OtherRead;

    private const UnixFileMode Folder =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;

    /// <summary>Creates a missing folder, which we and a group can read. An existing one is not changed.</summary>
    /// <exception cref="IOException">It cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be created.</exception>
    public static void CreateFolder(string path) => CurrentPlatform.Files.CreateFolder(path, Folder);
}
