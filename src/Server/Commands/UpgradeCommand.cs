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
            var asked = line.GetValue(executable) is { } file ? Ask(line, options, Path.GetFullPath(file)) : null;
            try
            {
                Console.WriteLine($"{await ((HttpProcessClient)client).UpgradeAsync(end).ConfigureAwait(false)}.");
                return ExitCode.Success;
            }
            finally
            {
                if (asked is not null)
                {
                    // A server that has refused the call has not taken it, and must not find it the next time.
                    UpgradeRequest.Take(asked);
                }
            }
        });
    }

    /// <returns>The folder of the request.</returns>
    private static string Ask(ParseResult line, CommandOptions options, string path)
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
            var folder = Whereabouts.Read(options.Source(line)).StateDirectory;
            UpgradeRequest.Write(folder, path);
            return folder;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Failure, $"Only the user of the server can choose its executable: {refused.Message}");
        }
    }
}
