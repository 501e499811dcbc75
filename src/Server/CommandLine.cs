using System.CommandLine;
using ProcessProxy.Configuration;

namespace ProcessProxy.Server;

/// <summary>The commands and options of <c>processproxy</c>.</summary>
internal static class CommandLine
{
    private const string DefaultConfig = "config/proxy.yaml";

    public static RootCommand Create()
    {
        var config = new Option<string>("--config", "-c")
        {
            Description = "The configuration file.",
            DefaultValueFactory = _ => DefaultConfig,
            Recursive = true,
        };
        var projectDirectory = new Option<string?>("--project-directory")
        {
            Description = "The folder that relative paths of the configuration start from; else the folder of the file, or its parent when that is named config.",
            Recursive = true,
        };
        var check = new Option<bool>("--check")
        {
            Description = "Only says whether the configuration is valid: exits 0 or 1.",
            Recursive = true,
        };

        var root = new RootCommand("Keeps backend programs running and puts them behind one address.") { config, projectDirectory, check };
        var run = new Command("run", "Runs the server in the foreground. This is what happens without a command, too.");
        root.Subcommands.Add(run);
        root.SetAction(RunAsync);
        run.SetAction(RunAsync);
        return root;

        Task<int> RunAsync(ParseResult options, CancellationToken cancellationToken)
        {
            var source = new ConfigurationLoader(
                Path.GetFullPath(options.GetValue(config)!),
                options.GetValue(projectDirectory) is { } directory ? Path.GetFullPath(directory) : null);
            return options.GetValue(check) ? Task.FromResult(CheckCommand.Run(source)) : RunCommand.RunAsync(source);
        }
    }
}
