using System.Buffers;
using System.Text;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Platform.Windows.Programs;

/// <summary>
/// Creates the command line with which cmd.exe runs a batch file (<c>npm.cmd</c> is one). cmd.exe parses its line by other rules
/// than programs do: anything outside quotes may start another command, and percent signs work in quotes too. So
/// everything is quoted that is not plain, and what cannot be quoted is refused.
/// </summary>
internal static class BatchCommandLine
{
    /// <value>The limit of cmd.exe.</value>
    public const int Longest = 8_191;

    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./\\:@+");

    /// <summary>Returns whether a program is a batch file.</summary>
    public static bool IsBatch(string file) =>
        file.EndsWith(".cmd", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".bat", StringComparison.OrdinalIgnoreCase);

    /// <summary>Creates the command line.</summary>
    /// <param name="file">The absolute path of the batch file.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <exception cref="LaunchException">They cannot be passed safely.</exception>
    public static string Of(string file, IReadOnlyList<string> arguments)
    {
        // No AutoRun from the registry, extensions on, no expansion of exclamation marks; from the rest, only the first and the last
        // quotation mark are removed.
        var line = new StringBuilder("cmd.exe /d /e:on /v:off /s /c \"");
        Append(line, file, alwaysQuoted: true);
        foreach (var argument in arguments)
        {
            Append(line.Append(' '), argument, alwaysQuoted: false);
        }

        line.Append('"');
        return line.Length <= Longest
            ? line.ToString()
            : throw new LaunchException($"The arguments of the batch file {file} have {line.Length} characters together; cmd.exe takes {Longest}.");
    }

    /// <summary>Refuses a folder that cmd.exe cannot use: it would use the Windows folder and run the batch file there.</summary>
    /// <exception cref="LaunchException">It is on the network.</exception>
    public static void CheckFolder(string cwd)
    {
        if (WindowsPath.IsOnNetwork(cwd))
        {
            throw new LaunchException(
                $"Its working directory {cwd} is a network path. cmd.exe, which runs batch files, cannot work there: give the share a drive letter and use that.",
                LaunchFault.WorkingDirectory);
        }
    }

    private static void Append(StringBuilder line, string text, bool alwaysQuoted)
    {
        CommandLine.Refuse(text, '%', "a percent sign");
        CommandLine.Refuse(text, '\r', "a carriage return");
        CommandLine.Refuse(text, '\n', "a line break");
        CommandLine.Refuse(text, '\0', "a NUL");
        if (!alwaysQuoted && text.Length > 0 && !text.AsSpan().ContainsAnyExcept(Plain))
        {
            line.Append(text);
            return;
        }

        // A doubled quotation mark stays in quotes for cmd.exe and is one quotation mark for the program behind the batch file, if
        // the backslashes before it are doubled too.
        line.Append('"');
        var backslashes = 0;
        foreach (var character in text)
        {
            if (character == '"')
            {
                line.Append('\\', backslashes).Append('"');
            }

            backslashes = character == '\\' ? backslashes + 1 : 0;
            line.Append(character);
        }

        line.Append('\\', backslashes).Append('"');
    }
}
