namespace ProcessProxy.Configuration.Resolving;

/// <summary>Distinguishes a command line from the name of a program: <c>command</c> is one program, and its arguments belong in <c>args</c>.</summary>
internal static class ProgramName
{
    private static readonly char[] WhiteSpace = [' ', '\t'];
    private static readonly string Shell = OperatingSystem.IsWindows() ? "cmd" : "sh";
    private static readonly string ShellOption = OperatingSystem.IsWindows() ? "/c" : "-c";
    private static readonly string[] Extensions = OperatingSystem.IsWindows() ? ["", ".exe", ".cmd", ".bat", ".com"] : [""];

    /// <summary>Returns what is wrong with the name and how to write it, or null if it can be a program.</summary>
    /// <param name="command">The name as written.</param>
    /// <param name="launch">The folder and the environment of the process.</param>
    public static string? Mistake(string command, LaunchSpec launch)
    {
        var name = command.Trim(WhiteSpace);
        if (name.IndexOfAny(WhiteSpace) < 0 || name.AsSpan().ContainsAny('/', '\\') || IsThere(command, launch))
        {
            return null;
        }

        return $"'command' must be a single program, and there is no program named '{command}'. Write: {Advice(command)}.";
    }

    /// <summary>Returns how to write a command line, or null for a single word.</summary>
    public static string? Advice(string command)
    {
        var words = command.Split(WhiteSpace, StringSplitOptions.RemoveEmptyEntries);
        return words.Length < 2 ? null
            : IsForShell(command, words[0]) ? $"command: {Shell}, args: [\"{ShellOption}\", {Quoted(command.Trim(WhiteSpace))}]"
            : $"command: {words[0]}, args: [{string.Join(", ", words.Skip(1).Select(Quoted))}]";
    }

    /// <summary>Returns whether only a shell understands it: quotes, pipes, variables, shell commands.</summary>
    private static bool IsForShell(string command, string first) =>
        command.AsSpan().ContainsAny("\"'`$&|;<>()*?~") || first.Contains('=') || first is "cd" or "exec" or "export" or "source" or ".";

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static bool IsThere(string command, LaunchSpec launch)
    {
        var names = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        var path = launch.Env.FirstOrDefault(variable => variable.Key.Equals("PATH", names)).Value ?? Environment.GetEnvironmentVariable("PATH") ?? "";
        return path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Append(launch.Cwd)
            .SelectMany(folder => Extensions.Select(extension => Path.GetFullPath(Path.Combine(folder, command + extension), launch.Cwd)))
            .Any(File.Exists);
    }
}
