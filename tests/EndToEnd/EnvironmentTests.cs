using System.Globalization;
using ProcessProxy.EndToEnd.Support;
using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>What a child finds when it starts; read from /proc, where the kernel shows it.</summary>
public sealed class EnvironmentTests(EnvironmentTests.Fixture fixture) : IClassFixture<EnvironmentTests.Fixture>
{
    private Project Project => fixture.Project;

    [Fact(Timeout = 60_000)]
    public async Task A_child_inherits_the_servers_environment_then_its_own_then_its_id()
    {
        var environment = Environment(await PidAsync("env"));
        Assert.Equal("from the server", environment["E2E_INHERITED"]);
        Assert.Equal("from the file", environment["E2E_OVERRIDDEN"]);
        Assert.Equal("env", environment["PROCESSPROXY_ID"]);
    }

    [Fact(Timeout = 60_000)]
    public async Task Variables_are_expanded_in_env_and_cwd_and_nowhere_else()
    {
        var pid = await PidAsync("env");
        var environment = Environment(pid);
        Assert.Equal("<from the server>", environment["E2E_EXPANDED"]);
        Assert.Equal("spare", environment["E2E_DEFAULT"]);
        Assert.Equal("${E2E_INHERITED}", environment["E2E_LITERAL"]);
        Assert.Equal("a name with dashes", environment["E2E-DASHED.NAME"]);
        Assert.Equal(Project.File("work"), new FileInfo($"/proc/{pid}/cwd").LinkTarget);
        var arguments = (await File.ReadAllTextAsync($"/proc/{pid}/cmdline", TestContext.Current.CancellationToken)).Split('\0');
        Assert.Contains("${E2E_INHERITED}", arguments);
        Assert.Contains("two words; $HOME *", arguments);
        Assert.Contains("", arguments);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_child_leads_a_session_and_has_no_descriptor_but_its_input_and_its_output()
    {
        var pid = await PidAsync("bare");
        Assert.Equal((pid, pid), (Machine.Session(pid), Machine.Group(pid)));
        var descriptors = Directory.GetFileSystemEntries($"/proc/{pid}/fd")
            .ToDictionary(path => Path.GetFileName(path), path => new FileInfo(path).LinkTarget);
        Assert.Equal(["0", "1", "2"], descriptors.Keys.Order());
        Assert.Equal("/dev/null", descriptors["0"]);
        Assert.Equal(Project.File("logs/bare.log"), descriptors["1"]);
        Assert.Equal(descriptors["1"], descriptors["2"]);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_child_ignores_and_blocks_no_signal()
    {
        var status = await File.ReadAllLinesAsync($"/proc/{await PidAsync("bare")}/status", TestContext.Current.CancellationToken);
        foreach (var name in new[] { "SigIgn", "SigBlk" })
        {
            // But for 32 and 33, which the C library keeps for itself.
            var mask = ulong.Parse(
                status.Single(line => line.StartsWith(name, StringComparison.Ordinal)).Split('\t')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            Assert.Equal(0UL, mask & ~0x1_8000_0000UL);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_program_is_found_in_the_PATH_of_the_child()
    {
        await Wait.Until(() => Project.Lines("logs/path.log").Length == 1, "the program has spoken");
        Assert.Equal(["found"], Project.Lines("logs/path.log"));
    }

    private async Task<int> PidAsync(string id) => (await fixture.Server.WaitForAsync(id, RunState.Running)).Pid!.Value;

    private static Dictionary<string, string> Environment(int pid) => File.ReadAllText($"/proc/{pid}/environ")
        .Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(entry => entry.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

    public sealed class Fixture : SharedServer
    {
        protected override Task PrepareAsync()
        {
            Directory.CreateDirectory(Project.File("work"));
            Project.Environment["E2E_INHERITED"] = "from the server";
            Project.Environment["E2E_OVERRIDDEN"] = "from the server";
            Project.Environment["E2E_FOLDER"] = "work";
            Project.Write("bin/only-here", "#!/bin/sh\necho found\nexec sleep 1000\n").Configure("""
                env:
                  command: "tail"
                  args: ["-f", "/dev/null", "--pid", "1", "--", "${E2E_INHERITED}", "two words; $HOME *", ""]
                  cwd: "./${E2E_FOLDER}"
                  env:
                    E2E_OVERRIDDEN: "from the file"
                    E2E_EXPANDED: "<${E2E_INHERITED}>"
                    E2E_DEFAULT: "${E2E_UNDEFINED:-spare}"
                    E2E_LITERAL: "$${E2E_INHERITED}"
                    E2E-DASHED.NAME: "a name with dashes"
                    PROCESSPROXY_ID: "forged"
                bare: { command: "sleep", args: ["1000"] }
                path: { command: "only-here", env: { PATH: "./bin:/usr/bin:/bin" } }
                """);
            File.SetUnixFileMode(Project.File("bin/only-here"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
            return Task.CompletedTask;
        }
    }
}
