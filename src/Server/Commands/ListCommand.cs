using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ProcessProxy.Server.Printing;

namespace ProcessProxy.Server.Commands;

/// <summary><c>list</c>: shows every process on one line.</summary>
internal static class ListCommand
{
    private static readonly string[] Heading = ["NAME", "STATE", "HEALTH", "PID", "UPTIME", "RESTARTS", "REASON"];

    public static Command Create(CommandOptions options)
    {
        var json = new JsonOption();
        var command = new Command("list", "List all processes.") { json };
        command.Aliases.Add("ls");
        return options.AsksServer(command, (line, client, end) => ListAsync(client, line.GetValue(json), end));
    }

    private static async Task<int> ListAsync(IProcessClient client, bool asJson, CancellationToken cancellationToken)
    {
        var processes = await client.ListAsync(cancellationToken).ConfigureAwait(false);
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(processes, ApiJson.Default.IReadOnlyListProcessInfo));
        }
        else
        {
            Table.Write(Console.Out, [Heading, .. processes.SelectMany(Rows)]);
        }

        return ExitCode.Success;
    }

    /// <summary>Returns the row of a process, and one for each of several instances.</summary>
    private static IEnumerable<string[]> Rows(ProcessInfo process) =>
    [
        Row(process, process.Id),
        .. (process.Instances ?? []).Select(instance => Row(instance, instance.Address)),
    ];

    private static string[] Row(ProcessInfo process, string name) =>
    [
        name,
        Table.State(process),
        process.Health == HealthState.None ? "-" : Table.Word(process.Health),
        process.Pid?.ToString(CultureInfo.InvariantCulture) ?? "-",
        process.Uptime is { } uptime ? Table.Duration(uptime) : "-",
        process.RestartCount.ToString(CultureInfo.InvariantCulture),
        Table.Reason(process),
    ];
}
