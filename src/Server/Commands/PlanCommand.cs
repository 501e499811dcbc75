using System.CommandLine;
using ProcessProxy.Configuration;

namespace ProcessProxy.Server.Commands;

/// <summary><c>plan</c>: what a reload would do to the server that runs or, without one, what a start would.</summary>
internal static class PlanCommand
{
    public static Command Create(CommandOptions options)
    {
        var command = new Command("plan", "Says what reading the configuration again would do, and changes nothing.");
        command.SetAction((line, cancellationToken) => RunAsync(line, options, cancellationToken));
        return command;
    }

    public static Task<int> RunAsync(ParseResult line, CommandOptions options, CancellationToken cancellationToken) =>
        ServerCall.RunAsync(line, options, PlanAsync, cancellationToken, () => PlanOfStart(options.Source(line)));

    private static async Task<int> PlanAsync(IProcessClient client, CancellationToken cancellationToken)
    {
        foreach (var change in await client.GetPlanAsync(cancellationToken).ConfigureAwait(false))
        {
            Console.WriteLine(Text(change));
        }

        return ExitCode.Success;
    }

    private static int PlanOfStart(ConfigurationLoader source)
    {
        var (spec, problems) = source.Load();
        if (spec is null)
        {
            CheckCommand.Print(problems);
            return ExitCode.InvalidConfiguration;
        }

        Console.WriteLine("No server runs. A start would do this:");
        foreach (var process in spec.Processes.All)
        {
            Console.WriteLine(process.Enabled ? $"{process.Id}: start" : $"{process.Id}: none: disabled");
        }

        return ExitCode.Success;
    }

    private static string Text(PlannedChange change)
    {
        var text = $"{change.Process ?? "routes"}: {Table.Word(change.Action)}: {change.Because}";
        return change.RoutesAffected.Count == 0 ? text : $"{text} (routes: {string.Join(", ", change.RoutesAffected)})";
    }
}
