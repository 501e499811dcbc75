using System.Diagnostics;
using Xunit;

namespace ProcessProxy.Harness;

/// <summary>What a program said and how it ended.</summary>
public sealed record ToolResult(int ExitCode, string Output, string Errors);

/// <summary>Runs a program to its end.</summary>
public static class Tool
{
    /// <summary>Runs <c>processproxy</c> with exactly these arguments.</summary>
    public static Task<ToolResult> ServerAsync(string folder, params string[] arguments) => RunAsync(Builds.Server, folder, arguments);

    public static Task<ToolResult> RunAsync(string program, string folder, params string[] arguments) => RunAsync(Wait.Patience, program, folder, arguments);

    /// <summary>Runs a program with more variables in its environment, or other values.</summary>
    public static Task<ToolResult> RunAsync(string program, string folder, Dictionary<string, string> environment, params string[] arguments) =>
        RunAsync(Wait.Patience, program, folder, environment, arguments);

    /// <summary>Runs what may take longer.</summary>
    public static Task<ToolResult> RunAsync(TimeSpan patience, string program, string folder, params string[] arguments) =>
        RunAsync(patience, program, folder, [], arguments);

    private static async Task<ToolResult> RunAsync(
        TimeSpan patience, string program, string folder, Dictionary<string, string> environment, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new ToolResult(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
