using System.CommandLine;
using ProcessProxy.Configuration;
using ProcessProxy.Server.Printing;

namespace ProcessProxy.Server.Commands;

/// <summary><c>check</c> and <c>--check</c>: reports whether the configuration is valid.</summary>
internal static class CheckCommand
{
    public static Command Create(CommandOptions options)
    {
        var command = new Command("check", "Check the configuration. Exits with 0 if it is valid, otherwise with 1.");
        command.SetAction(line => Run(options, line));
        return command;
    }

    public static int Run(CommandOptions options, ParseResult line)
    {
        try
        {
            return Run(options.Source(line));
        }
        catch (NoConfigurationException none)
        {
            return ServerCall.Say(ExitCode.Failure, none.Message);
        }
    }

    private static int Run(ConfigurationLoader source)
    {
        var (spec, problems) = source.Load();
        if (spec is null)
        {
            Print(problems);
            return ExitCode.Failure;
        }

        Print(ConfigurationWarnings.Of(spec));
        Console.WriteLine($"{spec.ConfigFile}: valid, {Table.Count(spec.Processes.All.Count, "process", "processes")}, {Table.Count(spec.Routes.Count, "route", "routes")}");
        return ExitCode.Success;
    }

    /// <summary>Prints problems in the format that editors and build logs understand.</summary>
    public static void Print(IReadOnlyList<ConfigurationProblem> problems)
    {
        foreach (var problem in problems)
        {
            Console.Error.WriteLine(VisibleText.Line(problem.ToString()));
        }
    }
}
