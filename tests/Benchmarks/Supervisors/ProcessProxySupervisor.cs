using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using ProcessProxy.Benchmarks.Measuring;

namespace ProcessProxy.Benchmarks.Supervisors;

/// <summary>Ours: the release build of src/Server.</summary>
internal sealed partial class ProcessProxySupervisor : ISupervisor
{
    private readonly HttpClient http = new();
    private TaskCompletionSource<string> up = new();

    public string Name => "ProcessProxy";

    public bool IsInstalled => File.Exists(Server);

    public int MostRestarts => int.MaxValue;

    public TimeSpan RestartSettle => TimeSpan.FromMilliseconds(20);

    /// <summary>Ends, with the address of the API, when the server says that everything is up and its files are written.</summary>
    public Task<string> Up => up.Task;

    private static string Server { get; } = Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "../../../../../src/Server/bin/Release/net10.0/processproxy"));

    public void Configure(string folder, int count, string[] command)
    {
        Directory.CreateDirectory(Path.Combine(folder, "config"));
        var text = new StringBuilder("processes:\n");
        for (var i = 0; i < count; i++)
        {
            text.Append($"  p{i:0000}:\n    command: {command[0]}\n    args: [");
            text.AppendJoin(", ", command.Skip(1).Select(argument => $"\"{argument}\"")).Append("]\n    restartDelay: 0\n    maxRestarts: 1000000\n");
        }

        File.WriteAllText(Path.Combine(folder, "config/processes.yaml"), text.ToString());
        File.WriteAllText(
            Path.Combine(folder, "config/proxy.yaml"),
            "host: \"127.0.0.1\"\nport: 0\nprocessConfigFile: \"./config/processes.yaml\"\nmanagement:\n  port: 0\n");
    }

    public Process Start(string mark, string folder, Action<string> line)
    {
        var started = up = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var address = "";
        return Launcher.Start(mark, Server, ["--no-guardian", "--log-format", "text", "--config", "config/proxy.yaml"], folder, line: text =>
        {
            line(text);
            address = Management().Match(text) is { Success: true } match ? match.Groups[1].Value : address;
            if (text.StartsWith("Ctrl+C", StringComparison.Ordinal))
            {
                started.TrySetResult(address);
            }
        });
    }

    public Task StopAsync(Process process, string mark, string folder)
    {
        Native.Signal(process.Id, Native.Term);
        return process.WaitForExitAsync();
    }

    public Func<Task> Lister(string folder) => async () =>
    {
        using var answer = await http.GetAsync($"{await up.Task}/api/processes");
        answer.EnsureSuccessStatusCode();
    };

    [GeneratedRegex(@"management\s+(http://[^/\s]+)")]
    private static partial Regex Management();
}
