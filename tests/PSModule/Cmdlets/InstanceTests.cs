using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Cmdlets;

/// <summary>One of several instances, by its name and as an object, in this session and on a server elsewhere.</summary>
public sealed class InstanceTests : IAsyncLifetime
{
    private const int Patience = 120_000;
    private const string Pids = "(Get-ManagedProcess web).Instances.Pid";
    private readonly ShellProject project = new();
    private readonly Session session = new();

    public InstanceTests() => project.Configure().Write("config/processes.yaml", $$"""
        processes:
          web:
            name: Website
            command: {{Builds.TestProcess}}
            args: [serve]
            port: auto
            instances: 3
            env: { {{ShellProject.MarkVariable}}: '{{project.Mark}}' }
          api:
            name: Interface
            command: {{Builds.TestProcess}}
            args: [polite]
            env: { {{ShellProject.MarkVariable}}: '{{project.Mark}}' }

        """);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        session.Dispose();
        await project.DisposeAsync();
    }

    [Theory(Timeout = Patience)]
    [InlineData("Get-ManagedProcess web:2", "web:2")]
    [InlineData("Get-ManagedProcess WEB:2, web:1", "web:2,web:1")]
    [InlineData("Get-ManagedProcess web:*", "web:1,web:2,web:3")]
    [InlineData("Get-ManagedProcess *:1", "web:1,api")]
    [InlineData("Get-ManagedProcess api:1", "api")]
    [InlineData("Get-ManagedProcess *", "web,api")]
    [InlineData("(Get-ManagedProcess web).Instances", "web:1,web:2,web:3")]
    [InlineData("Get-ManagedProcess web:3 | Get-ManagedProcess", "web:3")]
    [InlineData("[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Get-ManagedProcess web:3))) | Get-ManagedProcess", "web:3")]
    [InlineData("Get-ManagedProcess Interface:1, Interface", "api")]
    [InlineData("Get-ManagedProcess Website:2, website", "web:2,web")]
    [InlineData("Get-ManagedProcess web:9*", "")]
    public async Task Instances_are_chosen_by_name(string command, string names)
    {
        await session.Get("Start-ProxyServer $file", new { file = project.ConfigFile });
        Assert.Equal(names, string.Join(',', await session.Get(command)));
    }

    [Fact(Timeout = Patience)]
    public async Task An_instance_that_is_not_there_is_an_error_that_says_how_many_there_are()
    {
        await session.Get("Start-ProxyServer $file", new { file = project.ConfigFile });
        var error = Assert.Single((await session.Run("Stop-ManagedProcess web:4")).AllErrors);
        Assert.Equal(("ProcessNotFound", "web:4"), (error.FullyQualifiedErrorId.Split(',')[0], error.TargetObject));
        Assert.Equal("The process 'web' has no instance 4; it has 3.", error.Exception.Message);
    }

    [Fact(Timeout = Patience)]
    public async Task An_instance_says_its_number_and_its_port()
    {
        await session.Get("Start-ProxyServer $file; Wait-ManagedProcess web", new { file = project.ConfigFile });
        Assert.Equal(["web 2 True True", "web 3 0 False"], (await session.Get(
            """
            $one = Get-ManagedProcess web:2; "$($one.Id) $($one.Instance) $($one.Port -gt 0) $($one.Configuration.Instances -eq 3)"
            $all = Get-ManagedProcess web; "$($all.Id) $($all.Instances.Count) $([int]$all.Port) $($all.Outdated)"
            """)).Select(line => line.ToString()));
    }

    [Theory(Timeout = Patience)]
    [InlineData("Stop-ManagedProcess web:2", false)]
    [InlineData("Get-ManagedProcess web:2 | Stop-ManagedProcess", false)]
    [InlineData("(Get-ManagedProcess web).Instances[1] | Stop-ManagedProcess", false)]
    [InlineData("Stop-ManagedProcess (Get-ManagedProcess web:2)", false)]
    [InlineData("Stop-ManagedProcess -Name web:2", true)]
    [InlineData("Get-ManagedProcess web:2 | Stop-ManagedProcess", true)]
    [InlineData("(Get-ManagedProcess web).Instances[1] | Stop-ManagedProcess", true)]
    public async Task One_instance_is_stopped_and_the_others_run_on(string command, bool isElsewhere)
    {
        using var server = isElsewhere ? await project.StartServerAsync() : null;
        await session.Get(isElsewhere ? "$null = Connect-ProxyServer $at" : "Start-ProxyServer $at", new { at = server?.Management ?? project.ConfigFile });
        await session.Get(command);
        Assert.Equal("Running Stopped Running", string.Join(' ', await session.Get("(Get-ManagedProcess web).Instances.State")));
        Assert.Equal("2 of 3 running", (await session.Get("(Get-ManagedProcess web).Reason"))[0].ToString());
        Assert.Equal("web:2 Running", (await session.Get("$p = Start-ManagedProcess web:2 -Wait -PassThru; \"$p $($p.State)\""))[0].ToString());
    }

    [Theory(Timeout = Patience)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_instance_is_replaced_and_waited_for(bool isElsewhere)
    {
        using var server = isElsewhere ? await project.StartServerAsync() : null;
        await session.Get(isElsewhere ? "$null = Connect-ProxyServer $at" : "Start-ProxyServer $at", new { at = server?.Management ?? project.ConfigFile });
        await session.Get("Wait-ManagedProcess web:1, web:2, web:3");
        var before = await PidsAsync();
        Assert.Equal("web:2", (await session.Get("Restart-ManagedProcess web:2 -Wait -PassThru"))[0].ToString());
        var after = await PidsAsync();
        Assert.Equal([true, false, true], before.Zip(after, (one, other) => one == other));
    }

    [Fact(Timeout = Patience)]
    public async Task The_log_of_one_instance_has_its_lines_only()
    {
        await session.Get("Start-ProxyServer $file", new { file = project.ConfigFile });
        var line = (await session.Get("do { Get-ManagedProcessLog web:3 -Wait | ForEach-Object { \"$($_.Name) $($_.Instance)\"; break } } while ($false)"))[0];
        Assert.Equal("web 3", line.ToString());
        Assert.Equal("3", string.Join(',', await session.Get("Get-ManagedProcessLog web:3 | ForEach-Object Instance | Sort-Object -Unique")));
    }

    private async Task<IReadOnlyList<string>> PidsAsync() => [.. (await session.Get(Pids)).Select(pid => pid.ToString())];
}
