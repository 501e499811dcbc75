using System.Management.Automation;
using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Cmdlets;

public sealed class ConfigurationTests : IAsyncLifetime
{
    private const int Patience = 120_000;
    private readonly ShellProject project = new ShellProject().Configure("- {path: /shop, process: web, target: 'http://localhost:1'}", ("web", "polite"));
    private readonly ScreenHost screen = new();
    private readonly Session session;

    public ConfigurationTests() => session = new Session(screen);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        session.Dispose();
        await project.DisposeAsync();
    }

    [Fact(Timeout = Patience)]
    public async Task A_valid_configuration_has_no_problem()
    {
        Assert.Empty(await session.Get("Test-ProxyConfiguration $file", new { file = project.ConfigFile }));
        Assert.Equal(true, (await session.Get("Test-ProxyConfiguration $file -Quiet", new { file = project.ConfigFile }))[0].BaseObject);
    }

    [Fact(Timeout = Patience)]
    public async Task What_is_probably_wrong_is_an_object_of_a_valid_configuration()
    {
        project.Write("config/processes.yaml", "processes:\n  web:\n    command: no-such-program\n");
        var warning = Assert.Single(await session.Get("Test-ProxyConfiguration $file", new { file = project.ConfigFile }));
        Assert.Equal(("PP0501", "Warning", 3), (warning.Properties["Code"].Value, warning.Properties["Severity"].Value.ToString(), warning.Properties["Line"].Value));
        Assert.Equal(true, (await session.Get("Test-ProxyConfiguration $file -Quiet", new { file = project.ConfigFile }))[0].BaseObject);
    }

    [Fact(Timeout = Patience)]
    public async Task The_nearest_configuration_above_the_current_location_is_meant()
    {
        project.Write("config/processes.yaml", "processes:\n  web:\n    comand: x\n");
        var below = Directory.CreateDirectory(project.File("src/deep")).FullName;
        var problems = await session.Get("$ExecutionContext.SessionState.Path.SetLocation($below) > $null; Test-ProxyConfiguration", new { below });
        Assert.Contains(problems, problem => (string)problem.Properties["File"].Value == project.File("config/processes.yaml"));
    }

    [Fact(Timeout = Patience)]
    public async Task Every_problem_is_an_object()
    {
        project.Write("config/processes.yaml", "processes:\n  web:\n    comand: x\n");
        var problems = await session.Get("$ExecutionContext.SessionState.Path.SetLocation($root) > $null; Test-ProxyConfiguration", new { root = project.Root });
        var problem = Assert.Single(problems, problem => (string)problem.Properties["Code"].Value == "PP0101");
        Assert.Equal(
            (project.File("config/processes.yaml"), 3, 5, "processes.web.comand", "command"),
            (problem.Properties["File"].Value, problem.Properties["Line"].Value, problem.Properties["Column"].Value, problem.Properties["Key"].Value, problem.Properties["Suggestion"].Value));
        Assert.Equal(false, (await session.Get("Test-ProxyConfiguration -Quiet"))[0].BaseObject);
    }

    [Fact(Timeout = Patience)]
    public async Task A_server_does_not_start_on_an_invalid_file_and_says_why()
    {
        project.Write("config/processes.yaml", "processes:\n  web:\n    comand: x\n");
        var failure = Assert.Single((await session.Run("Start-ProxyServer $file", new { file = project.ConfigFile })).AllErrors);
        Assert.Equal("ConfigurationInvalid,ProcessProxy.PowerShell.Commands.StartProxyServerCommand", failure.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidData, failure.CategoryInfo.Category);
        Assert.Contains("processes.yaml(3,5): error PP0101", failure.Exception.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task A_path_of_another_provider_is_refused() => Assert.Equal(
        "NotAFileSystemPath", Assert.Single((await session.Run("Test-ProxyConfiguration Variable:/x")).AllErrors).FullyQualifiedErrorId.Split(',')[0]);

    [Fact(Timeout = Patience)]
    public async Task WhatIf_gives_the_plan_as_objects_and_an_update_carries_it_out()
    {
        await session.Get("Start-ProxyServer $file", new { file = project.ConfigFile });
        project.Configure("- {path: /shop, process: web, target: 'http://localhost:1'}", ("web", "burst 1 0"), ("added", "polite"));
        var plan = await session.Get("Update-ProxyConfiguration -WhatIf");
        Assert.StartsWith("What if: Reloading the configuration of ", screen.Take(), StringComparison.Ordinal);
        Assert.Equal(["web Restart args changed /shop", "added Start new "], plan.Select(Text));
        Assert.Single(await session.Get("Get-ManagedProcess"));

        Assert.Equal(["web Restart args changed /shop", "added Start new "], (await session.Get("Update-ProxyConfiguration")).Select(Text));
        Assert.Equal(2, (await session.Get("Get-ManagedProcess -State Running")).Count);
    }

    [Fact(Timeout = Patience)]
    public async Task A_broken_change_leaves_the_old_configuration_in_force()
    {
        await session.Get("Start-ProxyServer $file", new { file = project.ConfigFile });
        project.Write("config/processes.yaml", "processes:\n  web:\n    comand: x\n");
        var failure = Assert.Single((await session.Run("Update-ProxyConfiguration")).AllErrors);
        Assert.Equal("ConfigurationInvalid,ProcessProxy.PowerShell.Commands.UpdateProxyConfigurationCommand", failure.FullyQualifiedErrorId);
        Assert.Equal("Running", (await session.Get("(Get-ManagedProcess web).State"))[0].ToString());
    }

    private static string Text(PSObject change) =>
        $"{change.Properties["Process"].Value} {change.Properties["Action"].Value} {change.Properties["Because"].Value} {string.Join(',', (IEnumerable<string>)change.Properties["RoutesAffected"].Value)}";
}
