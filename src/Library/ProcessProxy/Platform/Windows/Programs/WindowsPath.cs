namespace ProcessProxy.Platform.Windows.Programs;

/// <summary>Joins paths by the rules of Windows on every system, and without the current folders of this process, which a child does not have.</summary>
internal static class WindowsPath
{
    private const string Network = @"\\";

    /// <summary>Returns whether a path begins with a drive, such as <c>C:\tools</c> and <c>C:tools</c>.</summary>
    public static bool HasDrive(string path) => path.Length > 1 && path[1] == ':' && char.IsAsciiLetter(path[0]);

    /// <summary>Returns whether a path is on another machine, such as <c>\\server\share</c>.</summary>
    public static bool IsOnNetwork(string path)
    {
        const string extendedNetwork = @"\\?\UNC\";
        var straight = path.Replace('/', '\\');
        return straight.StartsWith(extendedNetwork, StringComparison.OrdinalIgnoreCase)
            || (straight.StartsWith(Network, StringComparison.Ordinal) && straight.Length > Network.Length && straight[Network.Length] is not ('?' or '.'));
    }

    /// <summary>Resolves a path in a folder.</summary>
    /// <param name="folder">An absolute path.</param>
    /// <param name="path">A path of any kind.</param>
    public static string Combine(string folder, string path)
    {
        if (HasDrive(path))
        {
            // "C:tools" is relative to the folder if it is on C:, and otherwise to the root of C:.
            return path.Length > 2 && IsSeparator(path[2]) ? path
                : HasDrive(folder) && char.ToUpperInvariant(folder[0]) == char.ToUpperInvariant(path[0]) ? Join(folder, path[2..])
                : Join(path[..2], path[2..]);
        }

        return path.Length == 0 || !IsSeparator(path[0]) ? Join(folder, path)
            : path.Length > 1 && IsSeparator(path[1]) ? path
            : RootOf(folder) + path;
    }

    /// <summary>Returns the drive, or the machine and the share, of a folder.</summary>
    private static string RootOf(string folder)
    {
        if (!folder.StartsWith(Network, StringComparison.Ordinal))
        {
            return HasDrive(folder) ? folder[..2] : "";
        }

        var share = folder.IndexOf('\\', Network.Length);
        var end = share < 0 ? -1 : folder.IndexOf('\\', share + 1);
        return end < 0 ? folder : folder[..end];
    }

    private static string Join(string folder, string path) => folder.EndsWith('\\') ? folder + path : $@"{folder}\{path}";

    private static bool IsSeparator(char character) => character is '\\' or '/';
}
