using System.CommandLine;
using System.CommandLine.Invocation;
using ProcessProxy.Configuration;
using ProcessProxy.Logs;
using ProcessProxy.Server.Printing;

namespace ProcessProxy.Server.Logging;

/// <summary><c>--log-file</c>: writes the server's output to a file, which is rotated like the logs of programs.</summary>
internal sealed class LogFileOption : Option<string?>
{
    /// <summary>Creates the option.</summary>
    public LogFileOption()
        : base("--log-file")
    {
        Description = "Write the log of the server to this file, and rotate it like the logs of processes.";
        HelpName = "file";
        Action = new Redirection(this);
    }

    /// <summary>Opens the file first, so that an error is not silent.</summary>
    /// <exception cref="CommandException">It cannot be written.</exception>
    private static RotatingFile Open(string path)
    {
        try
        {
            var log = new LogSpec { File = Path.GetFullPath(path) };
            var file = new RotatingFile(log.File, log.MaxSize, log.MaxFiles);
            file.Append([]);
            return file;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CommandException(ExitCode.Failure, $"Cannot write to the log file '{path}': {refused.Message.TrimEnd('.')}.");
        }
    }

    /// <summary>Runs before the command itself.</summary>
    private sealed class Redirection(LogFileOption option) : SynchronousCommandLineAction
    {
        public override bool Terminating => false;

        public override int Invoke(ParseResult parseResult)
        {
            var file = Open(parseResult.GetValue(option)!);

            // It is written line by line, so nothing is left in the buffer when the process ends.
            var writer = TextWriter.Synchronized(new VisibleWriter(new LogFileWriter(file)));
            Console.SetOut(writer);

            // The user who starts the server sees why it does not start.
            Console.SetError(TextWriter.Synchronized(new TeeWriter(Console.Error, writer)));
            return ExitCode.Success;
        }
    }
}
