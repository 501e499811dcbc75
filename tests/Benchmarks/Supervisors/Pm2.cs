using System.Diagnostics;
using System.Text.Json;
using ProcessProxy.Benchmarks.Measuring;

namespace ProcessProxy.Benchmarks.Supervisors;

/// <summary>PM2: a daemon that is spoken to through its command line alone.</summary>
internal sealed class Pm2 : ISupervisor
{
    private string mark = "";

    public string Name => "PM2";

    public bool IsInstalled => Launcher.Which("pm2") is not null;

    public int MostRestarts => 20;

    public TimeSpan RestartSettle => TimeSpan.FromMilliseconds(1500);

    public void Configure(string folder, int count, string[] command)
    {
        var apps = Enumerable.Range(0, count).Select(i => new
        {
            name = $"p{i:0000}", script = Launcher.Which(command[0]), args = command[1..], interpreter = "none", max_restarts = 1000000, cwd = folder,
        });
        File.WriteAllText(Path.Combine(folder, "ecosystem.json"), JsonSerializer.Serialize(new { apps }));
    }

    public Process Start(string mark, string folder, Action<string> line)
    {
        this.mark = mark;
        return Call(folder, ["start", $"{folder}/ecosystem.json"], line);
    }

    public Task StopAsync(Process process, string mark, string folder) => Call(folder, ["kill"]).WaitForExitAsync();

    public Func<Task> Lister(string folder) => () => Call(folder, ["jlist"]).WaitForExitAsync();

    private Process Call(string folder, string[] arguments, Action<string>? line = null) => Launcher.Start(
        mark, "pm2", arguments, folder, new() { ["PM2_HOME"] = Path.Combine(folder, "pm2"), ["PM2_DISCRETE_MODE"] = "true" }, line);
}
