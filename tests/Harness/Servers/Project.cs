using System.Text;

namespace ProcessProxy.Harness;

/// <summary>A project directory with configuration files, and its servers.</summary>
public sealed class Project : TestFolder
{
    private readonly List<ServerUnderTest> servers = [];

    /// <summary>Makes the folders.</summary>
    /// <param name="folder">Where below the root the project is, so that it can have siblings; empty for the root itself.</param>
    public Project(string folder = "")
    {
        ConfigFile = Path.Combine(Root, folder, "config", "proxy.yaml");
        Directory.CreateDirectory(Path.GetDirectoryName(ConfigFile)!);
    }

    public string ConfigFile { get; set; }

    /// <summary>Further environment of the servers.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>What is started as the server.</summary>
    public string Program { get; set; } = Builds.Server;

    /// <summary>What starts the server, with its arguments; empty when it is started as it is.</summary>
    public IReadOnlyList<string> Wrapper { get; set; } = [];

    /// <summary>How its servers write their log: text, for tests that look into it.</summary>
    public string LogFormat { get; set; } = "text";

    /// <summary>Whether servers apply changed files by themselves; else a test that has a reload of its own would race with theirs.</summary>
    public ReloadMode Reload { get; set; } = ReloadMode.Manual;

    /// <summary>Whether its servers have a guardian, as they do for people. Else the process that a test signals or kills is the server itself.</summary>
    public bool HasGuardian { get; set; }

    /// <summary>The living processes that belong to one managed process.</summary>
    public IReadOnlyList<int> InstancesOf(string id) => [.. Processes.Intersect(Machine.ProcessesWith("PROCESSPROXY_ID", id))];

    /// <summary>Writes both configuration files: free ports, these processes, these routes.</summary>
    public Project Configure(string processes, string routes = "", string settings = "") => this
        .Write("config/processes.yaml", $"processes:\n{Indent(processes)}\n{(settings.Length == 0 ? "" : $"settings:\n{Indent(settings)}")}\n")
        .Write("config/proxy.yaml", new StringBuilder("host: \"127.0.0.1\"\nport: 0\nprocessConfigFile: \"./config/processes.yaml\"\n")
            .Append("management:\n  port: 0\n").Append(Reload == ReloadMode.Manual ? "reload: manual\n" : "").Append(routes.Length == 0 ? "" : $"routes:\n{Indent(routes)}\n").ToString());

    public async Task<ServerUnderTest> StartAsync(params string[] arguments)
    {
        var server = Launch(arguments);
        await server.WaitUntilUpAsync();
        return server;
    }

    /// <summary>Starts a server and does not wait for it to be up.</summary>
    public ServerUnderTest Launch(params string[] arguments)
    {
        var server = new ServerUnderTest([.. Wrapper, Program, .. arguments, .. HasGuardian ? Array.Empty<string>() : ["--no-guardian"], "--log-format", LogFormat, "--config", ConfigFile], this, Environment);
        servers.Add(server);
        return server;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        servers.ForEach(server => server.Dispose());
    }

    private static string Indent(string text) => string.Join('\n', text.Split('\n').Select(line => "  " + line));
}
