using System.CommandLine;
using ProcessProxy.Server.Printing;

namespace ProcessProxy.Server.Commands;

/// <summary><c>reload</c>: has the server read its configuration again.</summary>
internal static class ReloadCommand
{
    public static Command Create(CommandOptions options) => options.AsksServer(
        new Command("reload", "Reload the configuration and apply the changes."), (_, client, end) => ReloadAsync(client, end));

    private static async Task<int> ReloadAsync(IProcessClient client, CancellationToken cancellationToken)
    {
        var done = await client.ReloadAsync(cancellationToken).ConfigureAwait(false);
        ChangeList.Write("Nothing changed.", done.Select(action => new ListedChange(action.Id, action.Action, action.Because, [])));
        return ExitCode.Success;
    }
}
