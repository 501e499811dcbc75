namespace ProcessProxy.AspNetCore.Proxy.StaticFiles;

/// <summary>Follows symbolic links as the system does, to see where a path leads.</summary>
internal static class RealPath
{
    /// <summary>As many as Linux follows.</summary>
    private const int MostLinks = 40;

    /// <summary>The path without links in it; null when they go round in circles.</summary>
    /// <param name="path">An absolute path. What it names need not be there.</param>
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

    /// <summary>What a symbolic link says; null when it is none.</summary>
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
