using System.CommandLine;
using ProcessProxy.Server.Printing;

namespace ProcessProxy.Server.Commands;

/// <summary><c>reload</c>: makes the server read its configuration again.</summary>
internal static class ReloadCommand
{
    public static Command Create(CommandOptions options) => options.AsksServer(
        new Command("reload", "Reload the configuration and apply the changes."), (_, client, end) => ReloadAsync(client, end));

    private static async Task<int> ReloadAsync(IProcessClient client, CancellationToken cancellationToken)
    {
        var plan = await PlanAsync(client, cancellationToken).ConfigureAwait(false);
        var done = await client.ReloadAsync(cancellationToken).ConfigureAwait(false);
        ChangeList.Write(
            "Nothing changed.",
            [
                .. done.Select(action => new ListedChange(
                    action.Id, action.Action, action.Outcome, plan.FirstOrDefault(change => change.Process == action.Id)?.RoutesAffected ?? [])),
                .. plan.Where(change => change.Process is null).Select(ListedChange.Of),
            ]);
        return done.Any(action => action.Failure is not null) ? ExitCode.Failure : ExitCode.Success;
    }

    /// <summary>Returns what the reload will do. Its result covers only the processes, and the changes of the routes and of the server are not visible afterwards.</summary>
    private static async Task<IReadOnlyList<PlannedChange>> PlanAsync(IProcessClient client, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetPlanAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ProcessProxyException refused) when (refused.Code is ErrorCodes.ConfigurationInvalid or ErrorCodes.Conflict)
        {
            // The reload is refused for the same reason, which then appears here, in the log and in the status of the server.
            return [];
        }
    }
}
