using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace ProcessProxy.Harness;

/// <summary>A real server process.</summary>
public partial class ServerProcess : IDisposable
{
    private readonly Process process;
    private readonly StringBuilder output = new();

    /// <summary>Starts it.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="folder">Ends it at the latest.</param>
    /// <param name="environment">Further variables.</param>
    public ServerProcess(string[] command, TestFolder folder, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = "/",
        };
        start.Environment[TestFolder.MarkVariable] = folder.Mark;

        // A .NET process that is killed leaves the sockets behind that it is debugged by.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Pid => process.Id;

    /// <summary>The address of the API, once it is up.</summary>
    public string Management { get; private set; } = "";

    /// <summary>The address of the proxy, once it is up.</summary>
    public string Proxy { get; private set; } = "";

    public string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    public bool HasExited => process.HasExited;

    public async Task WaitUntilUpAsync() => Assert.True(await UpOrDeadAsync(), $"The server ended at its start:\n{Output}");

    /// <summary>Waits until the server is up or has ended.</summary>
    /// <returns>Whether it is up.</returns>
    public async Task<bool> UpOrDeadAsync()
    {
        await Wait.Until(() => process.HasExited || IsUp(), "the server is up");
        if (!IsUp())
        {
            return false;
        }

        Management = ManagementUrl().Match(Output).Groups[1].Value;
        Proxy = ProxyUrl().Match(Output).Groups[1].Value;
        return true;
    }

    /// <summary>Kills the server as a crash would: at once, with nothing said.</summary>
    public async Task KillAsync()
    {
        Machine.Signal(Pid, Machine.Kill);
        await ExitedAsync();
    }

    /// <summary>Tells the server to stop and gives its exit code.</summary>
    public async Task<int> StopAsync()
    {
        Machine.Signal(Pid, Machine.Term);
        return await ExitedAsync();
    }

    public async Task<int> ExitedAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Wait.Patience);
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode;
    }

    public virtual void Dispose() => process.Dispose();

    /// <summary>The last line of what is said to people, or the one line for programs.</summary>
    private bool IsUp() => Output.Contains("Ctrl+C", StringComparison.Ordinal) || UpInJson().IsMatch(Output);

    private void Append(string? line)
    {
        if (line is not null)
        {
            lock (output)
            {
                output.AppendLine(line);
            }
        }
    }

    [GeneratedRegex(@"is up \(pid \d+\) for .*management http://.*\}\n")]
    private static partial Regex UpInJson();

    [GeneratedRegex(@"management\s+(http://[0-9.]+:\d+)")]
    private static partial Regex ManagementUrl();

    [GeneratedRegex(@"proxy\s+(http://\S+)")]
    private static partial Regex ProxyUrl();
}
