using System.CommandLine;
using System.Text.Json;
using ProcessProxy.Server.Printing;

namespace ProcessProxy.Server.Commands;

/// <summary>
/// <c>status</c>: reports whether the server or one process is well. The exit code reports it too: all is well if every enabled process is up or
/// has done its work, no job failed in its last run, and the configuration is valid.
/// </summary>
internal static class StatusCommand
{
    public static Command Create(CommandOptions options)
    {
        var id = options.CompleteIds(new Argument<string?>("id")
        {
            Description = "The process. Default: the server and all processes.", Arity = ArgumentArity.ZeroOrOne,
        });
        var json = new JsonOption();
        var command = new Command("status", "Show whether everything is up, or one process if you name it. Exits with 0 if it is, otherwise with 1.") { id, json };
        return options.AsksServer(command, (line, client, end) => line.GetValue(id) is { } process
            ? OfProcessAsync(client, process, line.GetValue(json), end)
            : OfServerAsync(client, line.GetValue(json), end));
    }

    private static async Task<int> OfProcessAsync(IProcessClient client, string id, bool asJson, CancellationToken cancellationToken)
    {
        var process = await client.GetAsync(id, cancellationToken).ConfigureAwait(false);
        Console.WriteLine(asJson
            ? JsonSerializer.Serialize(process, ApiJson.Default.ProcessInfo)
            : $"{id}: {Table.State(process)}{(process.Pid is { } pid ? $" (pid {pid})" : "")}{Health(process)}: {VisibleText.Line(Table.Reason(process))}");
        return IsUp(process) ? ExitCode.Success : ExitCode.Failure;
    }

    private static async Task<int> OfServerAsync(IProcessClient client, bool asJson, CancellationToken cancellationToken)
    {
        var status = await client.GetStatusAsync(cancellationToken).ConfigureAwait(false);
        var processes = await client.ListAsync(cancellationToken).ConfigureAwait(false);
        var down = new List<ProcessInfo>();
        foreach (var process in processes.Where(process => process.Enabled && !IsUp(process)))
        {
            // Whether it should exit is in its configuration, which a list does not have.
            if (!ReadinessRule.HasEndedWell(process) || !IsUp(await client.GetAsync(process.Id, cancellationToken).ConfigureAwait(false)))
            {
                down.Add(process);
            }
        }

        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(status, ApiJson.Default.ServerStatus));
        }
        else
        {
            Console.WriteLine($"ProcessProxy {status.Version}: {status.Status} (pid {status.Pid}) for {Table.Duration(status.Uptime)}");
            Console.WriteLine($"project: {status.ProjectDirectory}");
            Console.WriteLine($"processes: {status.Processes.Total}, running {status.Processes.Running}, healthy {status.Processes.Healthy}, failed {status.Processes.Failed}");
            if (status.Configuration is { } configuration)
            {
                Console.WriteLine($"configuration: {Table.Word(configuration.State)}{(configuration.State == ConfigurationState.Changed ? ", not applied yet" : "")}: {configuration.File}");
                if (configuration.NeedsRestart.Count > 0)
                {
                    Console.WriteLine($"  changed, takes effect after a restart of the server: {string.Join(", ", configuration.NeedsRestart)}");
                }

                foreach (var problem in configuration.Problems)
                {
                    Console.WriteLine($"  {problem}");
                }
            }

            foreach (var process in processes.Where(process => down.Contains(process) || process.ReplacementFailure is not null))
            {
                Console.WriteLine($"{process.Id}: {Table.State(process)}{Health(process)}: {VisibleText.Line(Table.Reason(process))}");
            }
        }

        return down.Count == 0 && status.Configuration?.State != ConfigurationState.Invalid ? ExitCode.Success : ExitCode.Failure;
    }

    /// <summary>Returns whether a process is well. One that does its work once (<c>restartOnExit: false</c> or <c>onFailure</c>) is well when it has succeeded. A job is well while it runs and while it waits for its next run, unless its last one has failed.</summary>
    private static bool IsUp(ProcessInfo process) => process.Schedule is { } schedule
        ? process.State is RunState.Running or RunState.Starting or RunState.Stopping
            || (process.State == RunState.Stopped && schedule is { NextRunAt: not null, LastResult: not RunResult.Failed })
        : ReadinessRule.IsUp(process)
            || (ReadinessRule.HasEndedWell(process) && process.Configuration?.GetValueOrDefault("restartOnExit") is false or "onFailure");

    private static string Health(ProcessInfo process) => process.Health == HealthState.None ? "" : $", {Table.Word(process.Health)}";
}
