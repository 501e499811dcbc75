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
        Description = "Write the server's own log to this file, and rotate it as the logs of programs are.";
        HelpName = "file";
        Action = new Redirection(this);
    }

    /// <summary>Done before the command itself.</summary>
    private sealed class Redirection(LogFileOption option) : SynchronousCommandLineAction
    {
        public override bool Terminating => false;

        public override int Invoke(ParseResult parseResult)
        {
            // What it holds is written line by line, so nothing is left in it when the process ends.
            var writer = TextWriter.Synchronized(new VisibleWriter(new LogFileWriter(
                new RotatingFile(Path.GetFullPath(parseResult.GetValue(option)!), ProcessDefaults.LogMaxSize, ProcessDefaults.LogMaxFiles))));
            Console.SetOut(writer);
            Console.SetError(writer);
            return ExitCode.Success;
        }
    }
}
