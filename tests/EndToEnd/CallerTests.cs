using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using ProcessProxy.EndToEnd.Support;
using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>Who may command a server, seen from other users of the machine.</summary>
[SupportedOSPlatform("linux")]
public sealed class CallerTests
{
    private const string Web = "web: { command: \"sleep\", args: [\"1000\"] }";
    private const UnixFileMode Enterable = (UnixFileMode)0b111_101_101;

    [Fact(Timeout = 120_000)]
    public async Task Another_user_of_the_machine_commands_nothing_over_tcp_and_is_told_what_to_do()
    {
        await using var project = Open();
        var server = await project.StartAsync();
        var before = await server.WaitForAsync("web", RunState.Running);
        foreach (var (method, path) in new[] { ("POST", "/api/processes/web/stop"), ("GET", "/api/processes"), ("GET", "/"), ("GET", "/metrics") })
        {
            var refused = await StrangerAsync("-X", method, server.Management + path);
            Assert.EndsWith("\n403", refused.Output, StringComparison.Ordinal);
            Assert.Contains("sudo", refused.Output, StringComparison.Ordinal);
            Assert.Contains("management.apiKeyFile", refused.Output, StringComparison.Ordinal);
        }

        Assert.EndsWith("\n200", (await StrangerAsync(server.Management + "/health")).Output, StringComparison.Ordinal);
        Assert.EndsWith("\n200", (await CurlAsync([], "-X", "POST", server.Management + "/api/processes/web/stop")).Output, StringComparison.Ordinal);
        await Wait.Until(() => !Machine.IsAlive(before.Pid!.Value), "root has stopped it");
    }

    [Fact(Timeout = 120_000)]
    public async Task Socket_and_lock_are_the_servers_own_and_are_there_again_after_a_kill()
    {
        await using var project = Open();
        var first = await project.StartAsync();
        var socket = project.File("pids/processproxy.sock");
        File.SetUnixFileMode(project.File("pids"), Enterable);
        await AssertOwnAsync(project, socket, TestContext.Current.CancellationToken);
        await first.KillAsync();
        Assert.True(File.Exists(socket));
        var second = await project.StartAsync();
        await AssertOwnAsync(project, socket, TestContext.Current.CancellationToken);
        Assert.Equal(0, await second.StopAsync());
        Assert.False(File.Exists(socket));
    }

    [Fact(Timeout = 120_000)]
    public async Task The_group_commands_through_the_socket()
    {
        await using var project = Open();
        project.Write("config/proxy.yaml", (await File.ReadAllTextAsync(project.ConfigFile, TestContext.Current.CancellationToken))
            .Replace("management:\n", $"management:\n  group: \"{Privileges.SomebodyElse}\"\n", StringComparison.Ordinal));
        await project.StartAsync();
        var socket = project.File("pids/processproxy.sock");
        Assert.Equal((UnixFileMode)0b110_110_000, File.GetUnixFileMode(socket));
        Assert.EndsWith("\n200", (await CurlAsync(As(Privileges.Nobody, Privileges.SomebodyElse), "--unix-socket", socket, "http://x/api/processes")).Output, StringComparison.Ordinal);
        Assert.NotEqual(0, (await CurlAsync(As(Privileges.Nobody, Privileges.Nobody), "--unix-socket", socket, "http://x/api/processes")).ExitCode);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_forged_lock_gets_no_key()
    {
        await using var project = Open();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var stranger = await Stranger.StartAsync(project);
        project.Write("pids/processproxy.lock", $"{stranger.Pid}\n{{\"pid\":{stranger.Pid},\"startTicks\":{Machine.StartTicks(stranger.Pid)},"
            + $"\"bootId\":\"{(await File.ReadAllTextAsync("/proc/sys/kernel/random/boot_id", TestContext.Current.CancellationToken)).Trim()}\",\"kind\":\"server\",\"addresses\":[\"http://127.0.0.1:{port}\"]}}\n");
        var unheld = await Tool.ServerAsync(project.Root, "list", "--config", project.ConfigFile, "--api-key", "a-secret-of-this-user");
        Assert.Equal(4, unheld.ExitCode);
        Assert.False(listener.Pending());
        Assert.True(stranger.IsUntouched);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_path_too_long_for_a_socket_has_one_in_the_runtime_folder_and_without_that_there_is_the_port()
    {
        await using var project = new Project(string.Join('/', Enumerable.Repeat("a-long-name-of-a-folder", 5)));
        project.Write(Path.GetRelativePath(project.Root, project.ConfigFile), "port: 0\nmanagement: { port: 0 }\n");
        Directory.CreateDirectory(project.File("runtime"));
        File.SetUnixFileMode(project.File("runtime"), (UnixFileMode)0b111_000_000);
        project.Environment["XDG_RUNTIME_DIR"] = project.File("runtime");
        var server = await project.StartAsync();
        var socket = (await server.Client.GetStatusAsync(TestContext.Current.CancellationToken)).Endpoints.Socket!;
        Assert.StartsWith(project.File("runtime/processproxy-"), socket, StringComparison.Ordinal);
        using var client = HttpProcessClient.ForSocket(socket);
        Assert.Equal(server.Pid, (await client.GetStatusAsync(TestContext.Current.CancellationToken)).Pid);
        Assert.Equal(0, await server.StopAsync());
        project.Environment["XDG_RUNTIME_DIR"] = "";
        var other = await project.StartAsync();
        Assert.Null((await other.Client.GetStatusAsync(TestContext.Current.CancellationToken)).Endpoints.Socket);
        Assert.Contains("longer than the 107 bytes", other.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_key_that_others_can_read_or_guess_is_warned_of()
    {
        await using var project = Open();
        project.Write("config/key", "short\n");
        File.SetUnixFileMode(project.File("config/key"), (UnixFileMode)0b110_100_100);
        project.Write("config/proxy.yaml", (await File.ReadAllTextAsync(project.ConfigFile, TestContext.Current.CancellationToken))
            .Replace("management:\n", "management:\n  apiKeyFile: config/key\n", StringComparison.Ordinal));
        var server = await project.StartAsync();
        Assert.Contains("fewer than 16 characters", server.Output, StringComparison.Ordinal);
        Assert.Contains($"chmod o-r {project.File("config/key")}", server.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n200", (await StrangerAsync("-H", "Authorization: Bearer short", server.Management + "/api/processes")).Output, StringComparison.Ordinal);
        Assert.EndsWith("\n401", (await CurlAsync([], server.Management + "/api/processes")).Output, StringComparison.Ordinal);
    }

    private static async Task AssertOwnAsync(Project project, string socket, CancellationToken cancellationToken)
    {
        Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(socket));
        Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(project.File("pids/processproxy.lock")));
        Assert.NotEqual(0, (await StrangerAsync("--unix-socket", socket, "http://x/api/processes")).ExitCode);
        using var client = HttpProcessClient.ForSocket(socket);
        Assert.Single(await client.ListAsync(cancellationToken));
    }

    /// <summary>A project that other users can look into.</summary>
    private static Project Open()
    {
        Assert.SkipWhen(Environment.UserName != "root", "Only root can become another user.");
        Assert.SkipWhen(Machine.Which("setpriv") is null || Machine.Which("curl") is null, "There is no setpriv or no curl here.");
        var project = new Project();
        File.SetUnixFileMode(project.Root, Enterable);
        return project.Configure(Web);
    }

    private static string[] As(int user, int group) => ["setpriv", $"--reuid={user}", $"--regid={group}", "--clear-groups", "--"];

    private static Task<ToolResult> StrangerAsync(params string[] arguments) => CurlAsync(As(Privileges.SomebodyElse, Privileges.SomebodyElse), arguments);

    /// <summary>Calls, and gives the answer with its status in a last line.</summary>
    private static Task<ToolResult> CurlAsync(string[] wrapper, params string[] arguments)
    {
        string[] command = [.. wrapper, "curl", "-s", "-w", "\n%{http_code}", .. arguments];
        return Tool.RunAsync(command[0], "/", command[1..]);
    }
}
