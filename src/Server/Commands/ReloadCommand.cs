using System.CommandLine;

namespace ProcessProxy.Server.Commands;

/// <summary><c>reload</c>: has the server read its configuration again.</summary>
internal static class ReloadCommand
{
    public static Command Create(CommandOptions options)
    {
        var command = new Command("reload", "Has the server read its configuration again and apply what changed.");
        command.SetAction((line, cancellationToken) => ServerCall.RunAsync(line, options, ReloadAsync, cancellationToken));
        return command;
    }

    private static async Task<int> ReloadAsync(IProcessClient client, CancellationToken cancellationToken)
    {
        foreach (var action in await client.ReloadAsync(cancellationToken).ConfigureAwait(false))
        {
            Console.WriteLine($"{action.Id}: {Table.Word(action.Action)}: {action.Because}");
        }

        return ExitCode.Success;
    }
}
