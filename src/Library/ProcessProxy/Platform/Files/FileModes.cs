namespace ProcessProxy.Platform.Files;

/// <summary>Who may read what we write. Systems without such modes have their own rights, which folders pass on.</summary>
internal static class FileModes
{
    /// <summary>What tells how programs are run: nobody's business but ours.</summary>
    public const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Logs and what belongs to them: a group may be let in to read.</summary>
    public const UnixFileMode Log = Private | UnixFileMode.GroupRead;

    /// <summary>What other tools are to read.</summary>
    public const UnixFileMode Public = Log | UnixFileMode.OtherRead;

    private const UnixFileMode Folder =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;

    /// <summary>Makes a folder that is missing, for us and for a group to read. One that is there stays as it is.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static void CreateFolder(string path) => CurrentPlatform.Files.CreateFolder(path, Folder);
}
