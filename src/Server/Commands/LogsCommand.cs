using System.CommandLine;
using System.Text;
using ProcessProxy.Platform.Streams;
using ProcessProxy.Server.Printing;

namespace ProcessProxy.Server.Commands;

/// <summary><c>logs</c>: shows the output of a process, the last lines and, with <c>-f</c>, every new one.</summary>
internal static class LogsCommand
{
    private const int UsualLines = 100;

    /// <summary>UTF-8, except on a Windows console, which has a code page.</summary>
    private static readonly Encoding OutputEncoding =
        OperatingSystem.IsWindows() && !Console.IsOutputRedirected ? Console.OutputEncoding : new UTF8Encoding(false);

    public static Command Create(CommandOptions options)
    {
        var id = options.CompleteIds(new Argument<string>("id") { Description = "The process." });
        var lines = new CountOption("--lines", "-n", UsualLines, LogQuery.MaxLines) { Description = "Number of last lines to show." };
        var follow = new Option<bool>("--follow", "-f") { Description = "Continue with every new line until Ctrl+C." };
        var stream = new ChoiceOption<LogStream>("--stream") { Description = "Show only one stream. For processes with 'output: separate'." };
        var times = new Option<bool>("--timestamps", "-t") { Description = "Show the time of each line." };
        var command = new Command("logs", "Show the output of a process.") { id, lines, follow, stream, times };
        return options.AsksServer(command, (line, client, end) =>
        {
            var query = new LogQuery { Lines = line.GetValue(lines), Stream = line.GetValue(stream) };
            var withTimes = line.GetValue(times);
            return line.GetValue(follow)
                ? FollowAsync(client.FollowLogAsync(line.GetValue(id)!, query, end), withTimes, end)
                : ReadAsync(client.ReadLogAsync(line.GetValue(id)!, query, end), withTimes, end);
        });
    }

    private static async Task<int> ReadAsync(Task<LogPage> reading, bool withTimes, CancellationToken cancellationToken)
    {
        var log = await reading.ConfigureAwait(false);
        await WriteAsync(StandardStreams.Output(), log.Logs, withTimes, cancellationToken).ConfigureAwait(false);
        return ExitCode.Success;
    }

    private static async Task<int> FollowAsync(IAsyncEnumerable<LogLine> log, bool withTimes, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var following = WriteAllAsync(log, withTimes, end.Token);
        var first = await Task.WhenAny(following, OutputReader.WaitUntilGoneAsync(end.Token)).ConfigureAwait(false);
        await end.CancelAsync().ConfigureAwait(false);
        if (first != following)
        {
            await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return ExitCode.Success;
        }

        try
        {
            await following.ConfigureAwait(false);
        }
        catch (ProcessProxyException gone) when (gone.Code == ErrorCodes.ServerUnreachable)
        {
            // A killed server sends no final event.
        }

        return OutputReader.HasGone ? ExitCode.Success : ServerCall.Say(ExitCode.NoServer, "The server has ended.");
    }

    private static async Task WriteAllAsync(IAsyncEnumerable<LogLine> log, bool withTimes, CancellationToken cancellationToken)
    {
        var output = StandardStreams.Output();
        await foreach (var line in log.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (!await WriteAsync(output, [line], withTimes, cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    /// <summary>Writes lines.</summary>
    /// <returns>False if nobody reads them: the reader has seen enough.</returns>
    private static async Task<bool> WriteAsync(
        Stream output, IReadOnlyList<LogLine> lines, bool withTimes, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            TellLoss(line);
            text.Append(Text(line, withTimes)).Append(Environment.NewLine);
        }

        try
        {
            await output.WriteAsync(OutputEncoding.GetBytes(text.ToString()), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return OutputReader.HasGone ? false : throw new OutputException(cause);
        }
    }

    /// <summary>Not among the lines, which contain only the output of the program.</summary>
    private static void TellLoss(LogLine line)
    {
        if (line.LostBytes > 0)
        {
            Console.Error.WriteLine(
                $"The log was emptied here, and at least {line.LostBytes} bytes are lost. Programs do this when they open /dev/stderr by name: use >&2 instead.");
        }
    }

    private static string Text(LogLine line, bool withTime)
    {
        // To a pipe or a file exactly as the program wrote it, except that several instances are told apart; on a terminal without control sequences.
        var text = Console.IsOutputRedirected ? line.Line : VisibleText.Of(line.Line);
        text = line.Instance is { } instance ? $"{instance}| {text}" : text;
        return withTime ? $"{line.Timestamp.ToLocalTime():yyyy-MM-dd HH:mm:ss.fff} {text}" : text;
    }
}
