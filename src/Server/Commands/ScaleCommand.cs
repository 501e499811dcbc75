using System.CommandLine;
using ProcessProxy.Configuration;

namespace ProcessProxy.Server.Commands;

/// <summary><c>scale</c>: sets the number of instances of a process.</summary>
internal static class ScaleCommand
{
    public static Command Create(CommandOptions options)
    {
        var id = options.CompleteIds(new Argument<string>("id") { Description = "The process." }, isWhole: true);
        var instances = new Argument<int>("instances") { Description = $"The number of instances, from 1 to {ProcessSpec.MostInstances}." };
        instances.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var number) && number is >= 1 and <= ProcessSpec.MostInstances))
            {
                result.AddError($"The number of instances must be from 1 to {ProcessSpec.MostInstances}, not '{token.Value}'.");
            }
        });
        var command = new Command("scale", "Set the number of instances of a process, until its configured number changes.") { id, instances };
        return options.AsksServer(command, async (line, client, end) =>
        {
            var name = line.GetValue(id)!;
            ProcessCommand.Print(await client.ScaleAsync(name, line.GetValue(instances), end).ConfigureAwait(false), name);
            return ExitCode.Success;
        });
    }
}
