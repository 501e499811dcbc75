using System.CommandLine;
using ProcessProxy.Configuration;
using ProcessProxy.Server.Printing;

namespace ProcessProxy.Server.Commands;

/// <summary><c>plan</c>: shows what a reload would do to the running server or, without one, what a start would do.</summary>
internal static class PlanCommand
{
    public static Command Create(CommandOptions options) => options.AsksServer(
        new Command("plan", "Show what a reload would change, without changing anything."),
        (_, client, end) => PlanAsync(client, end),
        line => PlanOfStart(options.Source(line)));

    public static Task<int> RunAsync(ParseResult line, CommandOptions options, CancellationToken cancellationToken) =>
        ServerCall.RunAsync(line, options, PlanAsync, cancellationToken, () => PlanOfStart(options.Source(line)));

    private static async Task<int> PlanAsync(IProcessClient client, CancellationToken cancellationToken)
    {
        var plan = await client.GetPlanAsync(cancellationToken).ConfigureAwait(false);
        ChangeList.Write("Nothing would change.", plan.Select(ListedChange.Of));
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

        Console.WriteLine("No server is running. A start would reconnect to programs that are still running, and otherwise do this:");
        foreach (var process in spec.Processes.All)
        {
            Console.WriteLine($"{process.Id}: {(!process.Enabled ? "not started: disabled" : process.Schedule is null ? "start" : "start on its schedule")}");
        }

        return ExitCode.Success;
    }
}
