namespace ProcessProxy.Platform.Windows.Programs;

/// <summary>Explains how to run a file that Windows cannot start by itself.</summary>
internal static class ScriptHint
{
    private static readonly Dictionary<string, string> Interpreters = new(StringComparer.OrdinalIgnoreCase)
    {
        [".ps1"] = "pwsh -File",
        [".py"] = "python",
        [".js"] = "node",
        [".mjs"] = "node",
        [".cjs"] = "node",
        [".jar"] = "java -jar",
        [".dll"] = "dotnet",
        [".rb"] = "ruby",
        [".php"] = "php",
        [".pl"] = "perl",
        [".vbs"] = "cscript //nologo",
        [".sh"] = "bash",
    };

    /// <summary>Returns the explanation.</summary>
    /// <param name="file">The file.</param>
    /// <param name="extension">Its extension, with the dot.</param>
    public static string For(string file, string extension) => Interpreters.TryGetValue(extension, out var interpreter)
        ? $"Windows cannot start {file} by itself. Use '{interpreter.Split(' ')[0]}' as the program, with {Arguments(interpreter, file)}."
        : $"Windows cannot start {file} by itself. Use the program that opens '{extension}' files, with this file as its argument.";

    private static string Arguments(string interpreter, string file) =>
        interpreter.Split(' ') is [_, var option] ? $"the arguments {option} and {file}" : $"the argument {file}";
}
