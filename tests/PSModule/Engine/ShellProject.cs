using System.Diagnostics;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Engine;

/// <summary>A project directory, and the programs and shells that run from it.</summary>
internal sealed class ShellProject : TestFolder
{
    public string ConfigFile => File("config/proxy.yaml");

    /// <summary>What a program needs in its environment to be found by its mark.</summary>
    public System.Collections.Hashtable Marked => new() { [MarkVariable] = Mark };

    /// <summary>Writes both configuration files, which are applied when a test says so: free ports, and a process for each program of ours with its arguments.</summary>
    public ShellProject Configure(params (string Id, string Arguments)[] processes) => Configure("", processes);

    public ShellProject Configure(string routes, params (string Id, string Arguments)[] processes)
    {
        this.Write("config/processes.yaml", "processes:\n" + string.Concat(processes.Select(process => Entry(process.Id, process.Arguments))));
        return this.Write("config/proxy.yaml", $"""
            host: 127.0.0.1
            port: 0
            processConfigFile: ./config/processes.yaml
            reload: manual
            management:
              port: 0
            {(routes.Length == 0 ? "" : $"routes:\n{routes}")}
            """);
    }

    /// <summary>A process of the configuration that runs the test program; it can be found by its mark.</summary>
    public string Entry(string id, string arguments) => $$"""
          {{id}}:
            command: {{Builds.TestProcess}}
            args: [{{string.Join(", ", arguments.Split(' ').Select(argument => $"'{argument}'"))}}]
            restartDelay: 50
            env: { {{MarkVariable}}: '{{Mark}}' }

        """;

    /// <summary>Starts the server and waits until it is up.</summary>
    public async Task<ServerProcess> StartServerAsync()
    {
        var server = new ServerProcess([Builds.Server, "--no-guardian", "--log-format", "text", "--config", ConfigFile], this);
        await server.WaitUntilUpAsync();
        return server;
    }

    /// <summary>Starts a program with the mark of this project and gives its process, the output redirected.</summary>
    public Process Launch(string program, params string[] arguments) => LaunchWith([], program, arguments);

    /// <summary>The same with more variables in its environment, or other values, or without some (null).</summary>
    public Process LaunchWith(Dictionary<string, string?> environment, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = Root,
        };
        start.Environment[MarkVariable] = Mark;

        // A .NET process that is killed leaves the sockets behind that it is debugged by.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["NO_COLOR"] = "1";
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["PATH"] = $"{Path.GetDirectoryName(Builds.PowerShell)}:{Environment.GetEnvironmentVariable("PATH")}";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Runs a script in a shell of its own, as people run theirs, and gives the lines that it printed. It may print no error.</summary>
    public async Task<IReadOnlyList<string>> RunScriptAsync(string script)
    {
        using var process = LaunchScript(script);
        var (exitCode, output, errors) = await process.EndAsync();
        Assert.Equal("", errors);
        Assert.Equal(0, exitCode);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Starts a script in a shell of its own.</summary>
    public Process LaunchScript(string script)
    {
        this.Write("script.ps1", script);
        return Launch(Builds.PowerShell, "-NoProfile", "-NonInteractive", "-File", File("script.ps1"));
    }
}
