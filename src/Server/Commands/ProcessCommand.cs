using System.CommandLine;
using ProcessProxy.Server.Printing;

namespace ProcessProxy.Server.Commands;

/// <summary><c>start</c>, <c>stop</c> and <c>restart</c>.</summary>
internal static class ProcessCommand
{
    public static Command Create(
        string name, string description, CommandOptions options, Func<IProcessClient, string, CancellationToken, Task<ProcessInfo>> act)
    {
        var ids = options.CompleteIds(new Argument<string[]>("id") { Description = "The processes.", Arity = ArgumentArity.ZeroOrMore });
        var all = new Option<bool>("--all") { Description = "All processes." };
        var command = new Command(name, description) { ids, all };
        command.Validators.Add(result =>
        {
            if (result.GetValue(all) == (result.GetValue(ids)?.Length > 0))
            {
                result.AddError($"Name the processes to {name}, or use --all.");
            }
        });
        return options.AsksServer(command, (line, client, end) => ActAsync(client, line.GetValue(ids)!, line.GetValue(all), act, end));
    }

    private static async Task<int> ActAsync(
        IProcessClient client, string[] ids, bool all, Func<IProcessClient, string, CancellationToken, Task<ProcessInfo>> act, CancellationToken cancellationToken)
    {
        var known = (await client.ListAsync(cancellationToken).ConfigureAwait(false)).Select(process => process.Id).ToList();
        var unknown = all ? [] : ids.Where(id => !known.Contains(InstanceId.Parse(id).Process, StringComparer.Ordinal)).ToList();
        foreach (var id in unknown)
        {
            ServerCall.Say(ExitCode.NoSuchProcess, $"There is no process '{id}'.{Suggestion.Of(id, known)}");
        }

        if (unknown.Count > 0)
        {
            // If one name is misspelled, the others may not be intended either.
            return ExitCode.NoSuchProcess;
        }

        var code = ExitCode.Success;
        foreach (var id in all ? known : (IEnumerable<string>)ids)
        {
            try
            {
                var process = await act(client, id, cancellationToken).ConfigureAwait(false);
                Print(process, id);
            }
            catch (ProcessProxyException refused) when (refused.Code is not (ErrorCodes.ServerUnreachable or ErrorCodes.Unauthorized))
            {
                // The others are processed anyway.
                code = ServerCall.Say(refused.Code == ErrorCodes.ProcessNotFound ? ExitCode.NoSuchProcess : ExitCode.Failure, refused.Message);
            }
        }

        return code;
    }

    /// <summary>Prints the state of a process.</summary>
    /// <param name="process">The process.</param>
    /// <param name="name">The name it was called by: <c>web</c>, or <c>web:2</c> for one of its instances.</param>
    public static void Print(ProcessInfo process, string name) =>
        Console.WriteLine($"{name}: {Table.Word(process.State)}{(process.Pid is { } pid ? $" (pid {pid})" : "")}: {VisibleText.Line(process.Reason)}");
}
