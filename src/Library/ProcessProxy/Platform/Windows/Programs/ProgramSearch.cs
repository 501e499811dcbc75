using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Platform.Windows.Programs;

/// <summary>
/// Finds the program of a command, like a command prompt, with the child's own PATH and PATHEXT, but never in the
/// current folder unless requested. Reports errors in sentences of its own.
/// </summary>
/// <param name="isFile">Returns whether a file exists.</param>
/// <param name="isFolder">Returns whether a folder exists.</param>
internal sealed class ProgramSearch(Func<string, bool> isFile, Func<string, bool> isFolder)
{
    private const string DefaultExtensions = ".COM;.EXE;.BAT;.CMD";
    private static readonly string[] Startable = [".exe", ".com", ".cmd", ".bat"];

    /// <summary>Searches the existing files.</summary>
    public static ProgramSearch OnDisk { get; } = new(File.Exists, Directory.Exists);

    /// <summary>Returns the absolute path of the program.</summary>
    /// <param name="command">A name to look up, or a path.</param>
    /// <param name="cwd">The folder the child will start in; relative paths start from it.</param>
    /// <param name="environment">The child's environment.</param>
    /// <exception cref="LaunchException">There is no such program, or Windows cannot start it.</exception>
    public string Find(string command, string cwd, IReadOnlyDictionary<string, string> environment)
    {
        CheckFolder(cwd);
        var extensions = Split(environment.GetValueOrDefault("PATHEXT") is { Length: > 0 } own ? own : DefaultExtensions);
        var found = command.AsSpan().IndexOfAny('\\', '/') >= 0 || WindowsPath.HasDrive(command)
            ? At(WindowsPath.Combine(cwd, command), extensions) ?? throw Missing(WindowsPath.Combine(cwd, command))
            : Search(command, cwd, environment.GetValueOrDefault("PATH") ?? "", extensions);
        var extension = Extension(found);
        return Startable.Contains(extension, StringComparer.OrdinalIgnoreCase)
            ? found
            : throw new LaunchException(extension.Length == 0
                ? $"The program {found} has no extension, so Windows cannot start it."
                : ScriptHint.For(found, extension), LaunchFault.NotExecutable);
    }

    private string Search(string command, string cwd, string path, string[] extensions)
    {
        foreach (var folder in Split(path))
        {
            if (At(WindowsPath.Combine(WindowsPath.Combine(cwd, folder), command), extensions) is { } found)
            {
                return found;
            }
        }

        throw ProgramFaults.NotInPath(command);
    }

    // A name with an extension that can be started is used as it is. A file without one (npm has a shell script of that
    // name beside npm.cmd) is used only if nothing better exists.
    private string? At(string file, string[] extensions)
    {
        if (Extension(file) is { Length: > 0 } own && extensions.Contains(own, StringComparer.OrdinalIgnoreCase) && isFile(file))
        {
            return file;
        }

        foreach (var extension in extensions)
        {
            if (isFile(file + extension))
            {
                return file + extension;
            }
        }

        return isFile(file) && Extension(file).Length > 0 ? file : null;
    }

    private void CheckFolder(string cwd)
    {
        if (!isFolder(cwd))
        {
            throw ProgramFaults.NoFolder(cwd, isFile(cwd));
        }
    }

    private LaunchException Missing(string file) =>
        isFolder(file) ? ProgramFaults.IsFolder(file)
        : isFile(file) ? new($"The program {file} has no extension, so Windows cannot start it.", LaunchFault.NotExecutable)
        : ProgramFaults.NotThere(file);

    private static string[] Split(string list) =>
        [.. list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(entry => entry.Trim('"')).Where(entry => entry.Length > 0)];

    private static string Extension(string file)
    {
        var dot = file.LastIndexOf('.');
        return dot > file.LastIndexOfAny(['\\', '/']) ? file[dot..] : "";
    }
}
