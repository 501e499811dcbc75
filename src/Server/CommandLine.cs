using System.CommandLine;
using ProcessProxy.Server.Commands;

namespace ProcessProxy.Server;

/// <summary>The commands of <c>processproxy</c>.</summary>
internal static class CommandLine
{
    public static RootCommand Create()
    {
        var options = new CommandOptions();
        var root = new RootCommand("Keeps backend programs running and makes them available at one address.") { options.Config, options.ProjectDirectory };
        foreach (var command in new[]
        {
            RunCommand.Create(root, options),
            ListCommand.Create(options),
            StatusCommand.Create(options),
            DiagnoseCommand.Create(options),
            ProcessCommand.Create("start", "Start processes and wait until they are running.", options, (client, id, end) => client.StartAsync(id, end)),
            ProcessCommand.Create("stop", "Stop processes and wait until they have stopped.", options, (client, id, end) => client.StopAsync(id, end)),
            ProcessCommand.Create("restart", "Restart processes, without an interruption if they can be replaced, and wait until they are running.", options, (client, id, end) => client.RestartAsync(id, end)),
            ScaleCommand.Create(options),
            LogsCommand.Create(options),
            CheckCommand.Create(options),
            PlanCommand.Create(options),
            ReloadCommand.Create(options),
            UpgradeCommand.Create(options),
            ServiceCommand.Create(options),
            CompletionCommand.Create(),
        })
        {
            root.Subcommands.Add(command);
        }

        return root;
    }
}
