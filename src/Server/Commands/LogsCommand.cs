using System.CommandLine;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ProcessProxy.Server.Commands;

/// <summary><c>logs</c>: the output of a process, the last lines and, with <c>-f</c>, every new one.</summary>
internal static class LogsCommand
{
    private const int StandardOutput = 1;
    private const int UsualLines = 100;

    public static Command Create(CommandOptions options)
    {
        var id = options.CompleteIds(new Argument<string>("id") { Description = "The process." });
        var lines = new Option<int>("--lines", "-n") { Description = "How many lines from the end.", DefaultValueFactory = _ => UsualLines };
        var follow = new Option<bool>("--follow", "-f") { Description = "Goes on with every new line, until Ctrl+C." };
        var stream = new Option<LogStream?>("--stream") { Description = "One stream only, with output: separate." };
        var times = new Option<bool>("--timestamps", "-t") { Description = "Begins each line with its time." };
        var command = new Command("logs", "Shows what a process has written.") { id, lines, follow, stream, times };
        command.SetAction((line, cancellationToken) => ServerCall.RunAsync(
            line, options,
            (client, end) => WriteAsync(
                client, line.GetValue(id)!, new LogQuery { Lines = line.GetValue(lines), Stream = line.GetValue(stream) },
                line.GetValue(follow), line.GetValue(times), end),
            cancellationToken));
        return command;
    }

    private static async Task<int> WriteAsync(
        IProcessClient client, string id, LogQuery query, bool follow, bool times, CancellationToken cancellationToken)
    {
        using var output = Output();
        try
        {
            if (follow)
            {
                await foreach (var line in client.FollowLogAsync(id, query, cancellationToken).ConfigureAwait(false))
                {
                    TellLoss(line);
                    await output.WriteLineAsync(Text(line, times)).ConfigureAwait(false);
                    await output.FlushAsync(cancellationToken).ConfigureAwait(false);
                }

                return ServerCall.Say(ExitCode.NoServer, "The server has ended.");
            }

            foreach (var line in (await client.ReadLogAsync(id, query, cancellationToken).ConfigureAwait(false)).Logs)
            {
                TellLoss(line);
                await output.WriteLineAsync(Text(line, times)).ConfigureAwait(false);
            }

            await output.FlushAsync(cancellationToken).ConfigureAwait(false);
            return ExitCode.Success;
        }
        catch (IOException)
        {
            // Who reads has seen enough: logs web -f | head.
            return ExitCode.Success;
        }
    }

    /// <summary>The console's own stream does not say when its reader has gone, and a log would be followed for nobody.</summary>
    private static StreamWriter Output() => OperatingSystem.IsWindows()
        ? new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false))
        : new StreamWriter(new FileStream(new SafeFileHandle(StandardOutput, ownsHandle: false), FileAccess.Write, bufferSize: 0), new UTF8Encoding(false)) { NewLine = "\n" };

    /// <summary>Not among the lines, which are the program's alone.</summary>
    private static void TellLoss(LogLine line)
    {
        if (line.LostBytes > 0)
        {
            Console.Error.WriteLine(
                $"The log was emptied here: at least {line.LostBytes} bytes are lost. This happens when a program writes to /dev/stderr by name: use >&2.");
        }
    }

    private static string Text(LogLine line, bool times)
    {
        // To a pipe or a file exactly as the program wrote it; on a terminal so that it cannot take hold of it.
        var text = Console.IsOutputRedirected ? line.Line : VisibleText.Of(line.Line);
        return times ? $"{line.Timestamp.ToLocalTime():yyyy-MM-dd HH:mm:ss.fff} {text}" : text;
    }
}
