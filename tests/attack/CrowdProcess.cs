using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace ProcessProxy.Attack;

/// <summary>Clients by the thousand, in processes of their own, because one process may not have so many connections.</summary>
internal sealed class CrowdProcess : IAsyncDisposable
{
    private const int Most = 5000;
    private readonly List<Process> processes = [];

    private CrowdProcess()
    {
    }

    /// <summary>How many connections were made; known at the end.</summary>
    public int Made { get; private set; }

    /// <summary>Has so many clients come, each of which sends this text and waits, and waits until all have been there.</summary>
    public static async Task<CrowdProcess> ComeAsync(int port, int count, string text)
    {
        var crowd = new CrowdProcess();
        var come = new List<Task<string?>>();
        for (var left = count; left > 0; left -= Most)
        {
            var start = new ProcessStartInfo(Builds.TestProcess, ["crowd", $"{port}", $"{Math.Min(left, Most)}", text.Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)])
            {
                RedirectStandardInput = true, RedirectStandardOutput = true,
            };
            var process = Process.Start(start)!;
            crowd.processes.Add(process);
            come.Add(process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask());
        }

        Assert.All(await Task.WhenAll(come), line => Assert.Equal("all have come", line));
        return crowd;
    }

    /// <summary>Sends them away.</summary>
    public async Task LeaveAsync()
    {
        foreach (var process in processes)
        {
            process.StandardInput.Close();
        }

        foreach (var process in processes)
        {
            var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Made += int.Parse(line!["made ".Length..], CultureInfo.InvariantCulture);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    public ValueTask DisposeAsync()
    {
        foreach (var process in processes)
        {
            if (!process.HasExited)
            {
                process.Kill();
            }

            process.Dispose();
        }

        return ValueTask.CompletedTask;
    }
}
