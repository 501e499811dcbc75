using ProcessProxy.Configuration;
using ProcessProxy.Platform.Files;

namespace ProcessProxy;

/// <summary>What a search for a configuration found.</summary>
/// <param name="File">The configuration file; null when there is none.</param>
/// <param name="PassedOver">Why a file that is there was not taken; null when none was passed over.</param>
internal sealed record FoundConfiguration(string? File, string? PassedOver);

/// <summary>
/// Finds the configuration that a command is about when none is named: in the current folder, or else in the nearest folder above that has one.
/// </summary>
internal static class ConfigurationSearch
{
    /// <summary>The files that are looked for in each folder, in this order.</summary>
    private static readonly string[] Names = [ServerNames.ConfigFile, "proxy.yaml"];

    /// <summary>Searches.</summary>
    /// <param name="folder">The folder to begin in.</param>
    public static FoundConfiguration Find(string folder)
    {
        string? passedOver = null;
        var start = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        for (var current = start; current is not null; current = Above(current))
        {
            foreach (var file in Names.Select(name => Path.GetFullPath(name, current)).Where(File.Exists))
            {
                // Whoever stands in a folder means it. What is found above it may have been put there by anybody.
                if (current == start || Doubt(file, current) is not { } doubt)
                {
                    return new(file, passedOver);
                }

                passedOver ??= doubt;
            }
        }

        return new(null, passedOver);
    }

    /// <summary>The folder above; null where the search ends: at the end of a file system or, where owners cannot be told, outside the user's home.</summary>
    private static string? Above(string folder)
    {
        if (Path.GetDirectoryName(folder) is not { } parent)
        {
            return null;
        }

        if (Ownership.CanBeTold)
        {
            // Of a folder that this user may not look into nothing is known.
            return Ownership.Of(folder) is { } own && Ownership.Of(parent) is { } above && own.Device == above.Device ? parent : null;
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (home.Length == 0)
        {
            return null;
        }

        var way = Path.GetRelativePath(home, parent);
        return !Path.IsPathRooted(way) && !way.StartsWith("..", StringComparison.Ordinal) ? parent : null;
    }

    /// <summary>Why a file is not taken although nobody named another; null when it is.</summary>
    private static string? Doubt(string file, string folder)
    {
        if (Ownership.Of(file) is not { } owner)
        {
            return null;
        }

        if (!owner.IsTrusted)
        {
            return $"{file} belongs to another user, so it is not used.";
        }

        foreach (var path in new[] { file, Path.GetDirectoryName(file)!, folder })
        {
            if (Ownership.Of(path) is not { IsTrusted: true, IsSharedForWriting: false })
            {
                return $"Other users can write {path}, so {file} is not used.";
            }
        }

        return null;
    }
}
