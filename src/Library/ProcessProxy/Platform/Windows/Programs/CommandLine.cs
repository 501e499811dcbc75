using System.Text;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Platform.Windows.Programs;

/// <summary>
/// Creates the single string with which Windows passes arguments to a program, so that the usual rules (CommandLineToArgvW, the
/// C runtime, .NET, Python, Node) split it into the same arguments again.
/// </summary>
internal static class CommandLine
{
    /// <value>The limit of CreateProcess, without the NUL.</value>
    public const int Longest = 32_766;

    /// <summary>Joins a program's name and its arguments.</summary>
    /// <exception cref="LaunchException">They cannot be passed.</exception>
    public static string Of(string program, IReadOnlyList<string> arguments)
    {
        if (program.Contains('"', StringComparison.Ordinal))
        {
            throw new LaunchException($"The name of the program {program} has a quotation mark in it, which Windows does not allow.");
        }

        // The name has its own rule: in quotes, where a backslash is a plain character.
        var line = new StringBuilder().Append('"').Append(program).Append('"');
        foreach (var argument in arguments)
        {
            Refuse(argument, '\0', "a NUL");
            Append(line.Append(' '), argument);
        }

        return line.Length <= Longest
            ? line.ToString()
            : throw new LaunchException($"Its arguments have {line.Length} characters together; Windows takes {Longest}.");
    }

    /// <summary>Joins words as arguments, where the first is a program, for functions that take such a line, such as the service manager.</summary>
    public static string Join(IEnumerable<string> words)
    {
        var line = new StringBuilder();
        foreach (var word in words)
        {
            Append(line.Length == 0 ? line : line.Append(' '), word);
        }

        return line.ToString();
    }

    /// <summary>Refuses an argument with a character that cannot be passed.</summary>
    internal static void Refuse(string argument, char character, string words)
    {
        if (argument.Contains(character, StringComparison.Ordinal))
        {
            throw new LaunchException($"Its argument '{argument}' has {words} in it, which cannot be handed to this program on Windows.");
        }
    }

    private static void Append(StringBuilder line, string argument)
    {
        if (argument.Length > 0 && argument.AsSpan().IndexOfAny(" \t\n\v\"") < 0)
        {
            line.Append(argument);
            return;
        }

        line.Append('"');
        var backslashes = 0;
        foreach (var character in argument)
        {
            if (character == '\\')
            {
                backslashes++;
                continue;
            }

            // Backslashes are doubled before a quotation mark, which gets one more, and nowhere else.
            line.Append('\\', character == '"' ? (2 * backslashes) + 1 : backslashes).Append(character);
            backslashes = 0;
        }

        line.Append('\\', 2 * backslashes).Append('"');
    }
}
