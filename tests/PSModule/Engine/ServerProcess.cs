using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Engine;

/// <summary>The real server as a process of its own.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private readonly Process process;

    private ServerProcess(Process process) => this.process = process;

    public string Management { get; private set; } = "";

    public int Pid => process.Id;

    public static async Task<ServerProcess> StartAsync(Project project)
    {
        var server = new ServerProcess(project.Launch(Builds.Server, "--log-format", "text", "--config", project.ConfigFile));
        var text = "";
        while (!text.Contains("Ctrl+C", StringComparison.Ordinal))
        {
            var line = await server.process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.True(line is not null, $"The server ended at its start:\n{text}");
            text += line + "\n";
        }

        // Nobody reads on, and a full pipe must not hold the server up.
        _ = server.process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        _ = server.process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        server.Management = ManagementUrl().Match(text).Groups[1].Value;
        return server;
    }

    /// <summary>Ends it as a crash would.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        process.Dispose();
        return ValueTask.CompletedTask;
    }

    [GeneratedRegex(@"management\s+(http://[^/\s]+)")]
    private static partial Regex ManagementUrl();
}
