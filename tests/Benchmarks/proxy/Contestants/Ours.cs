using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ProcessProxy.Benchmarks.Measuring;

namespace ProcessProxy.Benchmarks.Proxy.Contestants;

/// <summary>
/// The release build of src/Server. Each route has its process and a rewrite rule. The process is a <c>sleep</c>: what is asked of it
/// is whether it runs, and the backend is everybody's.
/// </summary>
/// <param name="name">Its name.</param>
/// <param name="server">The executable.</param>
/// <param name="environment">What it finds in its environment beside the rest: settings of the runtime.</param>
/// <param name="instances">How many instances of its own each process has as its backends; null for the backend of everybody.</param>
internal sealed partial class Ours(string name, string server, Dictionary<string, string> environment, int? instances = null) : IContestant
{
    /// <summary>The release build of this repository.</summary>
    public static string Server { get; } = Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "../../../../../src/Server/bin/Release/net10.0/processproxy"));

    public string Name => name;

    public string? Missing => File.Exists(server) ? null : $"there is no {server}";

    public (Process Process, Task<Ports> Ports) Start(Setup setup)
    {
        // Short, for ten thousand of them are to fit into the megabyte that is read.
        var target = instances is null ? string.Create(CultureInfo.InvariantCulture, $"target: \"http://127.0.0.1:{setup.Backend}\", ") : "";
        var routes = new StringBuilder();
        for (var i = 0; i < setup.Routes; i++)
        {
            routes.Append(CultureInfo.InvariantCulture, $"  - {{path: /r{i}, {target}process: p, rewrite: {{^/r{i}/: /}}}}\n");
        }

        var process = instances is null
            ? "command: sleep\n    args: [\"1000000\"]"
            : string.Create(CultureInfo.InvariantCulture, $"command: \"{BackendProcess.Program}\"\n    port: auto\n    instances: {instances}");
        File.WriteAllText(Path.Combine(setup.Folder, "processes.yaml"), $"processes:\n  p:\n    {process}\n");
        File.WriteAllText(Path.Combine(setup.Folder, "proxy.yaml"), $$"""
            host: "127.0.0.1"
            port: 0
            httpsPort: 0
            processConfigFile: ./processes.yaml
            management: {port: 0}
            tls:
              certificates:
                - {domains: [localhost], certFile: "{{setup.Certificate.Certificate}}", keyFile: "{{setup.Certificate.Key}}"}
              selfSigned: true
            routes:
            {{routes}}
            """);

        var ports = new TaskCompletionSource<Ports>(TaskCreationOptions.RunContinuationsAsynchronously);
        Ports? found = null;
        var started = Launcher.Start(setup.Mark, server, ["--no-guardian", "--log-format", "text", "--config", "proxy.yaml"], setup.Folder, environment, text =>
        {
            setup.Line(text);
            found = Addresses().Match(text) is { Success: true, Groups: var groups } ? new Ports(Port(groups[1]), Port(groups[2])) : found;
            if (text.StartsWith("Ctrl+C", StringComparison.Ordinal) && found is not null)
            {
                ports.TrySetResult(found);
            }
        });
        return (started, ports.Task);
    }

    private static int Port(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\s+proxy\s+http://[^ ]*:(\d+)\s+https://[^ ]*:(\d+)")]
    private static partial Regex Addresses();
}
