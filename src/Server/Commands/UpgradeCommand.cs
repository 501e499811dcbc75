using System.CommandLine;
using ProcessProxy.Configuration;
using ProcessProxy.Guarding;

namespace ProcessProxy.Server.Commands;

/// <summary><c>upgrade</c>: replaces the running server by another executable, without an interruption.</summary>
internal static class UpgradeCommand
{
    public static Command Create(CommandOptions options)
    {
        var executable = new Option<string?>("--executable")
        {
            Description = "Executable of the new server. Default: the file that is now at the path of the running one.",
            HelpName = "file",
        };
        var command = new Command("upgrade", "Replace the running server by its new executable, without an interruption.") { executable };
        return options.AsksServer(command, async (line, client, end) =>
        {
            if (line.GetValue(executable) is { } file)
            {
                Ask(line, options, Path.GetFullPath(file));
            }

            var done = await ((HttpProcessClient)client).UpgradeAsync(end).ConfigureAwait(false);
            Console.WriteLine($"{done}.");
            return ExitCode.Success;
        });
    }

    private static void Ask(ParseResult line, CommandOptions options, string path)
    {
        if (options.Address(line) is not null)
        {
            throw new CommandException(ExitCode.Failure, "--executable needs the server's own machine and configuration, so it cannot be combined with --uri.");
        }

        if (!File.Exists(path))
        {
            throw new CommandException(ExitCode.Failure, $"There is no file {path}.");
        }

        try
        {
            UpgradeRequest.Write(Whereabouts.Read(options.Source(line)).StateDirectory, path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Failure, $"Only the user of the server can choose its executable: {refused.Message}");
        }
    }
}
