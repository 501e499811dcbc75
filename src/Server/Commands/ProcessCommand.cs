using System.CommandLine;

namespace ProcessProxy.Server.Commands;

/// <summary><c>start</c>, <c>stop</c> and <c>restart</c>.</summary>
internal static class ProcessCommand
{
    public static Command Create(
        string name, string description, CommandOptions options, Func<IProcessClient, string, CancellationToken, Task<ProcessInfo>> act)
    {
        var ids = options.CompleteIds(new Argument<string[]>("id") { Description = "The processes.", Arity = ArgumentArity.ZeroOrMore });
        var all = new Option<bool>("--all") { Description = "Every process." };
        var command = new Command(name, $"{description} Waits until that is done.") { ids, all };
        command.Validators.Add(result =>
        {
            if (result.GetValue(all) == (result.GetValue(ids)?.Length > 0))
            {
                result.AddError($"'{name}' needs the ids of processes, or --all.");
            }
        });
        command.SetAction((line, cancellationToken) => ServerCall.RunAsync(
            line, options, (client, end) => ActAsync(client, line.GetValue(ids)!, line.GetValue(all), act, end), cancellationToken));
        return command;
    }

    private static async Task<int> ActAsync(
        IProcessClient client, string[] ids, bool all, Func<IProcessClient, string, CancellationToken, Task<ProcessInfo>> act, CancellationToken cancellationToken)
    {
        var code = ExitCode.Success;
        foreach (var id in all ? (await client.ListAsync(cancellationToken).ConfigureAwait(false)).Select(process => process.Id) : ids)
        {
            try
            {
                var process = await act(client, id, cancellationToken).ConfigureAwait(false);
                Console.WriteLine($"{process.Id}: {Table.Word(process.State)}{(process.Pid is { } pid ? $" (pid {pid})" : "")}: {VisibleText.Line(process.Reason)}");
            }
            catch (ProcessProxyException refused) when (refused.Code is not (ErrorCodes.ServerUnreachable or ErrorCodes.Unauthorized))
            {
                // The others are meant all the same.
                code = ServerCall.Say(refused.Code == ErrorCodes.ProcessNotFound ? ExitCode.NoSuchProcess : ExitCode.Failure, refused.Message);
            }
        }

        return code;
    }
}
