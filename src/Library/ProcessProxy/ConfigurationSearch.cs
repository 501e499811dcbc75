using ProcessProxy.Configuration;
using ProcessProxy.Platform.Files;

namespace ProcessProxy;

/// <summary>The result of a search for a configuration.</summary>
/// <param name="File">The configuration file, or null.</param>
/// <param name="PassedOver">Why an existing file was skipped; null if none was.</param>
internal sealed record FoundConfiguration(string? File, string? PassedOver);

/// <summary>
/// Finds the configuration for a command that does not name one: in the current folder, or otherwise in the nearest folder above that has one.
/// </summary>
internal static class ConfigurationSearch
{
    /// <summary>The files that are looked for in each folder, in this order.</summary>
    private static readonly string[] Names = [ServerNames.ConfigFile, "proxy.yaml"];

    /// <summary>Searches.</summary>
    /// <param name="folder">The first folder.</param>
    public static FoundConfiguration Find(string folder)
    {
        string? passedOver = null;
        var start = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        for (var current = start; current is not null; current = Above(current))
        {
            foreach (var file in Names.Select(name => Path.GetFullPath(name, current)).Where(File.Exists))
            {
                // The user went to the current folder deliberately. Anybody may have put files into the folders above.
                if (current == start || Doubt(file, current) is not { } doubt)
                {
                    return new(file, passedOver);
                }

                passedOver ??= doubt;
            }
        }

        return new(null, passedOver);
    }

    /// <summary>Returns the parent folder, or null where the search ends: at the root of a file system or, if owners cannot be determined, outside the user's home.</summary>
    private static string? Above(string folder)
    {
        if (Path.GetDirectoryName(folder) is not { } parent)
        {
            return null;
        }

        if (Ownership.CanBeTold)
        {
            // Nothing is known about a folder that this user may not read.
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

    /// <summary>Returns why a file is not used unless it is named, or null if it is.</summary>
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
