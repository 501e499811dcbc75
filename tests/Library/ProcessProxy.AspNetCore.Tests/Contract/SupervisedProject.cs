using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Contract;

/// <summary>
/// A real supervisor of the contract's three processes. <c>web</c> is a small shell script that does what files tell it:
/// it prints what is in <c>say.N</c>, or ends with the code in it, one after the other.
/// </summary>
internal sealed class SupervisedProject : IAsyncDisposable
{
    private const string Script = """
        n=$(cat next)
        while :; do
          while [ ! -f "say.$n" ]; do sleep 0.01; done
          . "./say.$n"
          n=$((n+1)); echo "$n" > next
        done
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("processproxy-contract-").FullName;
    private int last;

    private SupervisedProject()
    {
        Directory.CreateDirectory(Path.Combine(folder, "config"));
        Write("next", "1");
        Write("web.sh", Script);
        Write("config/proxy.yaml", "port: 0\nmanagement:\n  port: 0\nprocessConfigFile: \"./config/processes.yaml\"\n");
        Configure("");
        Supervisor = new ProcessSupervisor(
            new ConfigurationLoader(Path.Combine(folder, "config", "proxy.yaml")), NullLoggerFactory.Instance, TimeProvider.System);
    }

    public string Folder => folder;

    public ProcessSupervisor Supervisor { get; }

    public static async Task<SupervisedProject> StartAsync()
    {
        var project = new SupervisedProject();
        await project.Supervisor.StartAsync(TestContext.Current.CancellationToken);
        return project;
    }

    public async Task PrintAsync(string line)
    {
        await DoAsync($"cat <<'END'\n{line}\nEND");

        // Done with it for good: a restart before that would have it printed again.
        while (await File.ReadAllTextAsync(Path.Combine(folder, "next"), TestContext.Current.CancellationToken) != $"{last + 1}\n")
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }

    public Task ExitAsync(int code) => DoAsync(string.Create(CultureInfo.InvariantCulture, $"exit {code}"));

    public void Add(string id) => Configure($"  {id}:\n    command: sleep\n    args: [\"1000\"]\n");

    public void Break() => Write("config/processes.yaml", "processes:\n  web:\n    comand: sh\n");

    public async ValueTask DisposeAsync()
    {
        using var hurry = new CancellationTokenSource(TimeSpan.Zero);
        await Supervisor.StopAsync(detach: false, hurry.Token);
        Directory.Delete(folder, recursive: true);
    }

    private Task DoAsync(string what)
    {
        // Renamed into place, so that the script never finds half of it.
        Write("say.tmp", what + "\n");
        File.Move(Path.Combine(folder, "say.tmp"), Path.Combine(folder, $"say.{++last}"));
        return Task.CompletedTask;
    }

    private void Configure(string more) => Write("config/processes.yaml", $"""
        processes:
          web:
            command: sh
            args: ["web.sh"]
            cwd: .
            restartOnExit: false
            env:
              PORT: "8888"
          worker:
            enabled: false
            command: sleep
            args: ["1000"]
          broken:
            enabled: false
            command: no-such-program
        {more}
        """);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);
}
