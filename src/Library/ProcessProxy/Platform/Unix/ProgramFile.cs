using System.Text;
using ProcessProxy.Configuration;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Platform.Unix;

/// <summary>
/// Finds the program of a command, and reports errors in sentences of its own. posix_spawn would return
/// the same error number for most of them.
/// </summary>
internal static class ProgramFile
{
    private const int Execute = 1;
    private const char CarriageReturn = '\r';
    private const string DefaultPath = "/usr/local/bin:/usr/bin:/bin";

    /// <summary>Returns the absolute path of the program of a launch.</summary>
    /// <param name="spec">The launch.</param>
    /// <param name="environment">The child's environment, whose PATH is used.</param>
    /// <exception cref="LaunchException">There is no such program, or it cannot be executed.</exception>
    public static string Resolve(LaunchSpec spec, IReadOnlyDictionary<string, string> environment) =>
        Resolve(spec.Command, spec.Cwd, environment.GetValueOrDefault("PATH"));

    /// <summary>Returns the absolute path of the program.</summary>
    /// <param name="command">A name to look up, or a path.</param>
    /// <param name="cwd">The folder the child will start in; relative paths start from it.</param>
    /// <param name="searchPath">The child's PATH, or null.</param>
    /// <exception cref="LaunchException">There is no such program, or it cannot be executed.</exception>
    public static string Resolve(string command, string cwd, string? searchPath)
    {
        CheckFolder(cwd);
        var file = command.Contains('/', StringComparison.Ordinal)
            ? Path.GetFullPath(command, cwd)
            : Search(command, cwd, searchPath ?? DefaultPath);
        CheckProgram(file);
        CheckInterpreter(file, cwd);
        return file;
    }

    private static void CheckFolder(string cwd)
    {
        if (!Directory.Exists(cwd))
        {
            throw ProgramFaults.NoFolder(cwd, isFile: File.Exists(cwd));
        }

        if (Libc.Access(cwd, Execute) != 0)
        {
            throw new LaunchException($"Its working directory {cwd} may not be entered by this user.", LaunchFault.WorkingDirectory);
        }
    }

    private static string Search(string command, string cwd, string searchPath)
    {
        string? unusable = null;
        foreach (var folder in searchPath.Split(':'))
        {
            var candidate = Path.Combine(Path.GetFullPath(folder.Length == 0 ? "." : folder, cwd), command);
            if (!File.Exists(candidate))
            {
                continue;
            }

            if (Libc.Access(candidate, Execute) == 0)
            {
                return candidate;
            }

            unusable ??= candidate;
        }

        throw unusable is null
            ? ProgramFaults.NotInPath(command)
            : new LaunchException($"The program {unusable} is not executable.", LaunchFault.NotExecutable);
    }

    private static void CheckProgram(string file)
    {
        if (Directory.Exists(file))
        {
            throw ProgramFaults.IsFolder(file);
        }

        if (!File.Exists(file))
        {
            throw ProgramFaults.NotThere(file);
        }

        if (Libc.Access(file, Execute) != 0)
        {
            throw new LaunchException($"The program {file} is not executable.", LaunchFault.NotExecutable);
        }
    }

    private static void CheckInterpreter(string file, string cwd)
    {
        if (FirstLine(file) is not { } words || words[0] is not { Length: > 0 } interpreter)
        {
            return;
        }

        // Some interpreters ignore it at the end of their arguments; env looks for a program with that name.
        if (interpreter.EndsWith(CarriageReturn) || (words[^1].EndsWith(CarriageReturn) && Path.GetFileName(interpreter) == "env"))
        {
            throw new LaunchException(
                $"The first line of {file} ends in a carriage return (Windows line ends), so its interpreter is not found: save it with Unix line ends.",
                LaunchFault.NotExecutable);
        }

        var path = Path.GetFullPath(interpreter, cwd);
        if (!File.Exists(path))
        {
            throw new LaunchException($"The interpreter {interpreter} that the first line of {file} names does not exist.", LaunchFault.NotExecutable);
        }

        if (Libc.Access(path, Execute) != 0)
        {
            throw new LaunchException($"The interpreter {interpreter} that the first line of {file} names is not executable.", LaunchFault.NotExecutable);
        }
    }

    /// <summary>The interpreter and its one argument; null when the first line names none.</summary>
    private static string[]? FirstLine(string file)
    {
        Span<byte> head = stackalloc byte[256];
        try
        {
            // A FIFO with this name would keep us waiting for somebody to write into it.
            using var handle = RegularFile.OpenRead(file) ?? throw new LaunchException($"The program {file} is not a regular file.", LaunchFault.NotExecutable);
            head = head[..RandomAccess.Read(handle, head, 0)];
        }
        catch (UnauthorizedAccessException)
        {
            // A program may be executable without being readable; then the kernel alone can say more.
            return null;
        }

        if (!head.StartsWith("#!"u8))
        {
            return null;
        }

        var line = head[2..];
        var end = line.IndexOf((byte)'\n');
        return Encoding.UTF8.GetString(end < 0 ? line : line[..end]).Trim(' ', '\t').Split([' ', '\t'], 2);
    }
}
