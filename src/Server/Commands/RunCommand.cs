using System.CommandLine;
using ProcessProxy.Configuration;
using ProcessProxy.Guarding;
using ProcessProxy.Server.Logging;
using ProcessProxy.Server.Service;

namespace ProcessProxy.Server.Commands;

/// <summary><c>run</c>: starts the server, waits for a signal to stop, and stops in order.</summary>
internal static class RunCommand
{
    private const string Name = "run";
    private const string CheckOption = "--check";
    private const string PlanOption = "--plan";
    private const string NoGuardianOption = "--no-guardian";

    /// <summary>Returns whether a command line runs a server that should have a guardian.</summary>
    public static bool WantsGuardian(ParseResult line) =>
        line.CommandResult.Command is RootCommand or { Name: Name } && line.Action == line.CommandResult.Command.Action
        && !line.GetValue<bool>(CheckOption) && !line.GetValue<bool>(PlanOption) && !line.GetValue<bool>(NoGuardianOption) && Guardian.IsNeeded;

    /// <summary>Creates the command, which is also the default of <paramref name="root"/>.</summary>
    public static Command Create(RootCommand root, CommandOptions options)
    {
        // For scripts; users have the commands of the same name.
        var check = new Option<bool>(CheckOption) { Description = "Check the configuration instead of running the server, like 'processproxy check'." };
        var plan = new Option<bool>(PlanOption) { Description = "Show what a reload would change, like 'processproxy plan'.", Hidden = true };
        var format = new ChoiceOption<LogFormat>("--log-format") { Description = "How the server writes its own log. Default: auto, which is text on a terminal and otherwise json." };
        var logFile = new LogFileOption();
        var noGuardian = new Option<bool>(NoGuardianOption) { Description = "Do not start the server again when it dies. There is no guardian under systemd, and on macOS and Windows." };
        var command = new Command(Name, "Run the server in the foreground. This is the default.");
        foreach (var either in new[] { root, command })
        {
            // The same options, so that they can be written before or after the command.
            either.Options.Add(check);
            either.Options.Add(plan);
            either.Options.Add(format);
            either.Options.Add(logFile);
            either.Options.Add(noGuardian);
            either.SetAction((line, cancellationToken) => line switch
            {
                _ when line.GetValue(check) => Task.FromResult(CheckCommand.Run(options, line)),
                _ when line.GetValue(plan) => PlanCommand.RunAsync(line, options, cancellationToken),
                _ => RunAsync(options.Source(line), line.GetValue(format) ?? LogFormat.Auto, isPrinted: line.GetValue(logFile) is null),
            });
        }

        return command;
    }

    private static async Task<int> RunAsync(ConfigurationLoader source, LogFormat format, bool isPrinted)
    {
        using var note = StartNote.Take();
        using var signals = new ServerSignals(note.IsDetached);
        var stopping = signals.Stop.Register(() => note.Guardian?.Stop());
        await using (stopping.ConfigureAwait(false))
        {
            note.Guardian?.Heed();
            return await WindowsService.RunAsync(signals, () => RunAsync(source, format, isPrinted, signals, note)).ConfigureAwait(false);
        }
    }

    private static async Task<int> RunAsync(ConfigurationLoader source, LogFormat format, bool isPrinted, ServerSignals signals, StartNote note)
    {
        using var log = new ServerLog(format, isPrinted);
        log.SayRestarted(note.Ended);
        return await new ServerRun(new ServerHost(source, note, log, signals), note, log, signals).RunAsync().ConfigureAwait(false);
    }
}
