namespace ProcessProxy.AspNetCore.Proxy.StaticFiles;

/// <summary>Follows symbolic links like the system, to find the target of a path.</summary>
internal static class RealPath
{
    /// <summary>The limit of Linux.</summary>
    private const int MostLinks = 40;

    /// <summary>Returns the path without links, or null if they are circular.</summary>
    /// <param name="path">An absolute path. It need not exist.</param>
    public static string? Of(string path)
    {
        var root = Path.GetPathRoot(path)!;
        var real = root;
        var names = new Stack<string>();
        Push(names, path[root.Length..]);
        for (var links = 0; names.TryPop(out var name);)
        {
            if (name == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            var next = Path.Combine(real, name);
            if (TargetOf(next) is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks)
            {
                return null;
            }

            var targetRoot = Path.GetPathRoot(target)!;
            real = targetRoot.Length > 0 ? targetRoot : real;
            Push(names, target[targetRoot.Length..]);
        }

        return real;
    }

    /// <summary>Returns the target of a symbolic link, or null if it is not a link.</summary>
    public static string? TargetOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whatever it is, it cannot be opened either.
            return null;
        }
    }

    private static void Push(Stack<string> names, string path)
    {
        foreach (var name in path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries).Reverse())
        {
            if (name != ".")
            {
                names.Push(name);
            }
        }
    }
}
