using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Keys.Kinds;

/// <summary>The kind of target of a path.</summary>
internal enum PathTarget
{
    /// <summary>A file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A program: a name, or a path that is not made absolute.</summary>
    Program,
}

/// <summary>A path, relative to the project directory.</summary>
/// <param name="target">The kind of its target.</param>
/// <param name="expands">Whether <c>${NAME}</c> is replaced in it.</param>
internal sealed class PathKind(PathTarget target, bool expands = false) : TextKind("path")
{
    protected override string? Complete(string text, Place place, Reading reading)
    {
        if (!TextRules.IsPath(text, place, reading.Problems) || (expands ? reading.Expansion.Expand(text, place) : text) is not { } path)
        {
            return null;
        }

        if (path.Length == 0)
        {
            // It would be the project folder itself, with its configuration.
            reading.Problems.Add(place, ProblemCodes.EmptyValue, $"'{place.Key}' is empty after its variables are expanded.");
            return null;
        }

        if (target == PathTarget.File && Path.EndsInDirectorySeparator(path))
        {
            reading.Problems.Add(place, ProblemCodes.InvalidText, $"'{place.Key}' must name a file, not a folder.");
            return null;
        }

        return target switch
        {
            PathTarget.File => reading.Paths.File(path),
            PathTarget.Folder => reading.Paths.Folder(path),
            PathTarget.Program => path,
            _ => throw new InvalidOperationException($"There is no path to a {target}."),
        };
    }
}
