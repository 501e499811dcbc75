using System.CommandLine;
using ProcessProxy.Server.Commands;
using ProcessProxy.Server.Printing;

namespace ProcessProxy.Server;

/// <summary>Reports an invalid command line, and where to find help.</summary>
internal static class UsageError
{
    /// <summary>Prints the errors.</summary>
    /// <returns>The exit code.</returns>
    public static int Say(ParseResult line)
    {
        var command = line.CommandResult.Command;
        if (line.UnmatchedTokens is [var unknown, ..])
        {
            // The words after an unknown one are unknown too, or missing because of it.
            ServerCall.Say(ExitCode.Failure, Unknown(unknown, command));
        }
        else
        {
            foreach (var error in line.Errors)
            {
                ServerCall.Say(ExitCode.Failure, OneLine.Of(error.Message));
            }
        }

        Console.Error.WriteLine($"Run '{Path(line)} --help' to see how to use it.");
        return ExitCode.Failure;
    }

    /// <summary>Returns the message for an unknown word.</summary>
    public static string Unknown(string token, Command command)
    {
        var isOption = token.StartsWith('-');
        var kind = isOption ? "option" : command.Subcommands.Count > 0 ? "command" : "argument";
        var known = isOption
            ? command.Options.Concat(command.Parents.OfType<Command>().SelectMany(above => above.Options).Where(option => option.Recursive)).SelectMany(NamesOf)
            : command.Subcommands.SelectMany(NamesOf);
        return $"Unknown {kind} '{token}'.{(!isOption && File.Exists(token) ? " Name a configuration with --config." : Suggestion.Of(token, known))}";
    }

    private static IEnumerable<string> NamesOf(Option option) => option.Hidden ? [] : [option.Name, .. option.Aliases];

    private static IEnumerable<string> NamesOf(Command command) => [command.Name, .. command.Aliases];

    private static string Path(ParseResult line)
    {
        var names = new List<string>();
        for (Symbol? symbol = line.CommandResult.Command; symbol is Command; symbol = symbol.Parents.FirstOrDefault())
        {
            names.Insert(0, symbol is RootCommand ? "processproxy" : symbol.Name);
        }

        return string.Join(' ', names);
    }
}
