using System.CommandLine;
using System.CommandLine.Invocation;
using ProcessProxy.Configuration;
using ProcessProxy.Logs;
using ProcessProxy.Server.Printing;

namespace ProcessProxy.Server.Logging;

/// <summary><c>--log-file</c>: what the server would print goes to a file, which is rotated as the logs of programs are.</summary>
internal sealed class LogFileOption : Option<string?>
{
    /// <summary>Makes it.</summary>
    public LogFileOption()
        : base("--log-file")
    {
        Description = "Write the log of the server to this file, and rotate it like the logs of processes.";
        HelpName = "file";
        Action = new Redirection(this);
    }

    /// <summary>Opens the file, so that one that cannot be written is no silence.</summary>
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

    /// <summary>Done before the command itself.</summary>
    private sealed class Redirection(LogFileOption option) : SynchronousCommandLineAction
    {
        public override bool Terminating => false;

        public override int Invoke(ParseResult parseResult)
        {
            var file = Open(parseResult.GetValue(option)!);

            // What it holds is written line by line, so nothing is left in it when the process ends.
            var writer = TextWriter.Synchronized(new VisibleWriter(new LogFileWriter(file)));
            Console.SetOut(writer);

            // Whoever starts the server sees why it does not start.
            Console.SetError(TextWriter.Synchronized(new TeeWriter(Console.Error, writer)));
            return ExitCode.Success;
        }
    }
}
