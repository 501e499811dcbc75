using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>The files of the seed run word for word. What they leave open (where to listen) the tests add: free ports.</summary>
public sealed class SeedTests
{
    internal const string OnFreePorts = "\nhost: \"127.0.0.1\"\nport: 0\nhttpsPort: 0\ntls:\n  selfSigned: true\nmanagement:\n  port: 0\n";
    private const string Npm = "#!/bin/sh\necho \"npm $*\"\nexec sleep 1000\n";
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    internal static string File(string name) => System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Seed", name));

    [Fact(Timeout = 60_000)]
    public async Task Word_for_word_the_two_files_are_valid()
    {
        await using var project = new Project("app");
        project.Write("app/config/proxy.yaml", File("proxy.yaml"));
        project.Write("app/config/processes.yaml", File("processes.yaml"));
        var check = project.Launch("--check");
        Assert.Equal(0, await check.ExitedAsync());
        Assert.Contains("valid, 1 process, 0 routes", check.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_routes_of_the_second_example_lack_nothing_but_a_certificate()
    {
        await using var project = new Project("app");
        project.Write("app/config/proxy.yaml", File("proxy.yaml") + File("photos-proxy.yaml"));
        project.Write("app/config/processes.yaml", File("photos-processes.yaml"));
        var check = project.Launch("--check");
        Assert.Equal(1, await check.ExitedAsync());
        Assert.All(
            check.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.Contains("PP0315: There is no certificate for home.turpault.me", line, StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_first_example_runs_npm_from_PATH_in_the_sibling_folder_with_its_arguments_and_environment()
    {
        await using var project = SeedProject("processes.yaml", File("proxy.yaml") + OnFreePorts);
        var server = await project.StartAsync();
        var npm = await server.WaitForAsync("bds-server", RunState.Running);

        var pid = npm.Pid!.Value;
        Assert.Equal([pid], project.InstancesOf("bds-server"));
        Assert.Equal(project.File("bdreader-server"), new FileInfo($"/proc/{pid}/cwd").LinkTarget);
        Assert.Contains(pid, Machine.ProcessesWith("NODE_ENV", "production"));
        Assert.Contains(pid, Machine.ProcessesWith("PORT", "8888"));
        Assert.Equal($"{pid}\n", await System.IO.File.ReadAllTextAsync(project.File("app/pids/bds-server.pid"), Cancelled));
        var log = project.File("app/logs/bds-server.log");
        await Wait.Until(() => System.IO.File.ReadAllText(log) == "npm start -- --config /path/to/config\n", "the log has the arguments");

        Assert.Equal(0, await server.StopAsync());
        Assert.Empty(project.Processes);
        Assert.False(System.IO.File.Exists(project.File("app/pids/bds-server.pid")));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_second_example_sends_both_routes_to_https_first_and_photos_to_its_slash()
    {
        await using var project = SeedProject("photos-processes.yaml", File("proxy.yaml") + File("photos-proxy.yaml") + OnFreePorts);
        var server = await project.StartAsync();
        var https = new Uri((await server.Client.GetStatusAsync(Cancelled)).Endpoints.Https!).Port;
        Assert.Equal($"https://home.turpault.me:{https}/photos/one?q=1", await LocationOfAsync(server, "/photos/one?q=1", "home.turpault.me:8080"));
        Assert.Equal("https://home.turpault.me/app2", await LocationOfAsync(server, "/app2", "home.turpault.me"));
        Assert.Null(await LocationOfAsync(server, "/photos/one", "elsewhere.example"));
        var status = await server.Client.GetStatusAsync(Cancelled);
        Assert.Equal(
            [("home.turpault.me", "/photos", "http://localhost:8892", true), ("home.turpault.me", "/app2", "http://localhost:8892", true)],
            status.Routes.Select(route => (route.Domain!, route.Path, route.Target!, route.Ssl)));
    }

    private static async Task<string?> LocationOfAsync(ServerUnderTest server, string path, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Proxy + path) { Headers = { Host = host } };
        using var response = await Http.SendAsync(request, Cancelled);
        Assert.Equal(host.StartsWith("home.turpault.me", StringComparison.Ordinal) ? 308 : 404, (int)response.StatusCode);
        return response.Headers.Location?.OriginalString;
    }

    private static Project SeedProject(string processes, string proxy)
    {
        var project = new Project("app");
        project.Write("app/config/processes.yaml", File(processes)).Write("app/config/proxy.yaml", proxy).WriteProgram("bin/npm", Npm);
        Directory.CreateDirectory(project.File("bdreader-server"));
        project.Environment["PATH"] = $"{project.File("bin")}:{System.Environment.GetEnvironmentVariable("PATH")}";
        return project;
    }
}
