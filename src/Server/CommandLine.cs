using System.CommandLine;
using ProcessProxy.Server.Commands;
using ProcessProxy.Server.Logging;

namespace ProcessProxy.Server;

/// <summary>The commands and options of <c>processproxy</c>.</summary>
internal static class CommandLine
{
    public static RootCommand Create()
    {
        var options = new CommandOptions();
        var check = new Option<bool>("--check") { Description = "Only says whether the configuration is valid: exits 0 or 1.", Recursive = true };
        var plan = new Option<bool>("--plan") { Description = "Only says what reading the configuration again would do.", Recursive = true };
        var format = new Option<LogFormat>("--log-format")
        {
            Description = "How the server's own log is written: text, json, or auto for text on a terminal and json elsewhere.",
            DefaultValueFactory = _ => LogFormat.Auto,
            Recursive = true,
        };

        var logFile = new LogFileOption();
        var root = new RootCommand("Keeps backend programs running and puts them behind one address.") { check, plan, format, logFile };
        foreach (var option in options.All)
        {
            root.Options.Add(option);
        }

        var run = new Command("run", "Runs the server in the foreground. This is what happens without a command, too.");
        root.SetAction(RunAsync);
        run.SetAction(RunAsync);
        root.Subcommands.Add(run);
        root.Subcommands.Add(ListCommand.Create(options));
        root.Subcommands.Add(StatusCommand.Create(options));
        root.Subcommands.Add(DiagnoseCommand.Create(options));
        root.Subcommands.Add(ProcessCommand.Create("start", "Starts processes.", options, (client, id, end) => client.StartAsync(id, end)));
        root.Subcommands.Add(ProcessCommand.Create("stop", "Stops processes.", options, (client, id, end) => client.StopAsync(id, end)));
        root.Subcommands.Add(ProcessCommand.Create("restart", "Restarts processes.", options, (client, id, end) => client.RestartAsync(id, end)));
        root.Subcommands.Add(LogsCommand.Create(options));
        root.Subcommands.Add(CheckCommand.Create(options));
        root.Subcommands.Add(PlanCommand.Create(options));
        root.Subcommands.Add(ReloadCommand.Create(options));
        root.Subcommands.Add(ServiceCommand.Create(options));
        root.Subcommands.Add(CompletionCommand.Create());
        return root;

        Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
        {
            var source = options.Source(line);
            return line switch
            {
                _ when line.GetValue(check) => Task.FromResult(CheckCommand.Run(source)),
                _ when line.GetValue(plan) => PlanCommand.RunAsync(line, options, cancellationToken),
                _ => RunCommand.RunAsync(source, line.GetValue(format), isPrinted: line.GetValue(logFile) is null),
            };
        }
    }
}
