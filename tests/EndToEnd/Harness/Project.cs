using System.Text;

namespace ProcessProxy.EndToEnd.Harness;

/// <summary>A project directory with configuration files, and everything that its servers start. Disposing ends and removes all of it.</summary>
internal sealed class Project : IAsyncDisposable
{
    public const string MarkVariable = "PROCESSPROXY_TEST_MARK";
    private readonly List<ServerUnderTest> servers = [];

    /// <summary>Makes the folders.</summary>
    /// <param name="folder">Where below <see cref="Root"/> the project is, so that it can have siblings; empty for Root itself.</param>
    public Project(string folder = "")
    {
        ConfigFile = Path.Combine(Root, folder, "config", "proxy.yaml");
        Directory.CreateDirectory(Path.GetDirectoryName(ConfigFile)!);
    }

    /// <summary>Inherited by every process of this project, so that each can be found from outside.</summary>
    public string Mark { get; } = Guid.NewGuid().ToString("N");

    public string Root { get; } = Directory.CreateTempSubdirectory("processproxy-e2e-").FullName;

    public string ConfigFile { get; set; }

    /// <summary>Further environment of the servers.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>What is started as the server.</summary>
    public string Program { get; set; } = Builds.Server;

    /// <summary>What starts the server, with its arguments; empty when it is started as it is.</summary>
    public IReadOnlyList<string> Wrapper { get; set; } = [];

    /// <summary>Every process of this project that is alive, its servers too.</summary>
    public IReadOnlyList<int> Processes => Machine.ProcessesWith(MarkVariable, Mark);

    /// <summary>The living processes that belong to one managed process.</summary>
    public IReadOnlyList<int> InstancesOf(string id) => [.. Processes.Intersect(Machine.ProcessesWith("PROCESSPROXY_ID", id))];

    public string File(string name) => Path.Combine(Root, name);

    /// <summary>The lines that the processes under test have written to a file, complete ones only; none while there is no file.</summary>
    public string[] Lines(string name)
    {
        var text = System.IO.File.Exists(File(name)) ? System.IO.File.ReadAllText(File(name)) : "";
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public Project Write(string name, string text)
    {
        var path = File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, text);
        return this;
    }

    /// <summary>Writes a script that can be run.</summary>
    public Project WriteProgram(string name, string text)
    {
        Write(name, text);
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(File(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return this;
    }

    /// <summary>How its servers write their log: text, for tests that look into it.</summary>
    public string LogFormat { get; set; } = "text";

    /// <summary>Whether servers apply changed files by themselves; else a test that has a reload of its own would race with theirs.</summary>
    public ReloadMode Reload { get; set; } = ReloadMode.Manual;

    /// <summary>Writes both configuration files: free ports, these processes, these routes.</summary>
    public Project Configure(string processes, string routes = "", string settings = "")
    {
        Write("config/processes.yaml", $"processes:\n{Indent(processes)}\n{(settings.Length == 0 ? "" : $"settings:\n{Indent(settings)}")}\n");
        return Write("config/proxy.yaml", new StringBuilder("host: \"127.0.0.1\"\nport: 0\nprocessConfigFile: \"./config/processes.yaml\"\n")
            .Append("management:\n  port: 0\n").Append(Reload == ReloadMode.Manual ? "reload: manual\n" : "").Append(routes.Length == 0 ? "" : $"routes:\n{Indent(routes)}\n").ToString());
    }

    public async Task<ServerUnderTest> StartAsync(params string[] arguments)
    {
        var server = Launch(arguments);
        await server.WaitUntilUpAsync();
        return server;
    }

    /// <summary>Starts a server and does not wait for it to be up.</summary>
    public ServerUnderTest Launch(params string[] arguments)
    {
        var server = new ServerUnderTest(this, arguments);
        servers.Add(server);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        // A tree may be multiplying while it is ended, so until nothing is found.
        await Wait.Until(
            () =>
            {
                // What has thrown its environment away is found by its control group.
                var alive = Processes.Concat(Groups().SelectMany(Cgroups.Members)).ToList();
                foreach (var pid in alive)
                {
                    Machine.Signal(pid, Machine.Kill);
                }

                return alive.Count == 0 && !Families().Any(Cgroups.IsPopulated);
            },
            "every process of the test has ended");
        foreach (var server in servers)
        {
            await server.DisposeAsync();
        }

        foreach (var family in Families().ToList())
        {
            Cgroups.Remove(family);
        }

        Directory.Delete(Root, recursive: true);
    }

    private IEnumerable<string> Families() => Cgroups.Own is null
        ? []
        : Directory.EnumerateFiles(Root, "processproxy.lock", SearchOption.AllDirectories)
            .Select(file => Cgroups.FamilyOf(Path.GetDirectoryName(file)!, Cgroups.Own)).Where(Directory.Exists);

    private List<string> Groups() => [.. Families().SelectMany(Directory.GetDirectories)];

    private static string Indent(string text) => string.Join('\n', text.Split('\n').Select(line => "  " + line));
}
