using System.CommandLine;
using ProcessProxy.Configuration;

namespace ProcessProxy.Server.Commands;

/// <summary><c>check</c> and <c>--check</c>: says whether the configuration is valid.</summary>
internal static class CheckCommand
{
    public static Command Create(CommandOptions options)
    {
        var command = new Command("check", "Says whether the configuration is valid: exits 0 or 1.");
        command.SetAction(line => Run(options.Source(line)));
        return command;
    }

    public static int Run(IConfigurationSource source)
    {
        var (spec, problems) = source.Load();
        if (spec is null)
        {
            Print(problems);
            return ExitCode.Failure;
        }

        Console.WriteLine($"{spec.ConfigFile}: valid, {spec.Processes.All.Count} processes, {spec.Routes.Count} routes");
        return ExitCode.Success;
    }

    /// <summary>Prints problems in the form that editors and build logs understand.</summary>
    public static void Print(IReadOnlyList<ConfigurationProblem> problems)
    {
        foreach (var problem in problems)
        {
            Console.Error.WriteLine(VisibleText.Line(problem.ToString()));
        }
    }
}
