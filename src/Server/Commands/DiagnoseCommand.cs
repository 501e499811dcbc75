using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace ProcessProxy.Server.Commands;

/// <summary><c>diagnose</c>: explains why a process is down, the cause first.</summary>
internal static class DiagnoseCommand
{
    public static Command Create(CommandOptions options)
    {
        var id = options.CompleteIds(new Argument<string>("id") { Description = "The process." });
        var json = new JsonOption();
        var command = new Command("diagnose", "Explain why a process is down.") { id, json };
        return options.AsksServer(command, (line, client, end) => DiagnoseAsync(client, line.GetValue(id)!, line.GetValue(json), end));
    }

    private static async Task<int> DiagnoseAsync(IProcessClient client, string id, bool asJson, CancellationToken cancellationToken)
    {
        var diagnosis = await client.GetDiagnosisAsync(id, cancellationToken).ConfigureAwait(false);
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(diagnosis, ApiJson.Default.ProcessDiagnosis));
            return ExitCode.Success;
        }

        Console.WriteLine(VisibleText.Line(diagnosis.Summary));
        foreach (var detail in diagnosis.Details)
        {
            Console.WriteLine($"- {VisibleText.Line(detail)}");
        }

        foreach (var exit in diagnosis.Exits)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{exit.At.ToLocalTime():yyyy-MM-dd HH:mm:ss}: {VisibleText.Line(exit.Description)}"));
            foreach (var line in exit.LastLines)
            {
                Console.WriteLine($"    {line}");
            }
        }

        return ExitCode.Success;
    }
}
