using System.Management.Automation;
using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Cmdlets;

/// <summary>The number of instances, in this session and on a server elsewhere.</summary>
public sealed class SetManagedProcessTests : IAsyncLifetime
{
    private const int Patience = 120_000;
    private readonly ShellProject project = new ShellProject().Configure(("web", "polite"), ("api", "polite"));
    private readonly ScreenHost screen = new();
    private readonly Session session;

    public SetManagedProcessTests() => session = new Session(screen);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        session.Dispose();
        await project.DisposeAsync();
    }

    [Theory(Timeout = Patience)]
    [InlineData("Set-ManagedProcess -Name web -Instances 3")]
    [InlineData("'web' | Set-ManagedProcess -Instances 3")]
    [InlineData("Get-ManagedProcess web | Set-ManagedProcess -Instances 3 -Wait")]
    public async Task The_number_of_instances_is_set(string command)
    {
        await session.Get("Start-ProxyServer $file", new { file = project.ConfigFile });
        Assert.Empty(await session.Get(command));
        Assert.Equal("3 of 3 running", (await session.Get("(Get-ManagedProcess web).Reason"))[0].ToString());
        Assert.Equal(["api:1", "api:2"], (await session.Get("Set-ManagedProcess api -Instances 2 -PassThru | ForEach-Object Instances")).Select(one => one.ToString()));
        Assert.Equal(5, project.Processes.Count);
        await session.Get("Set-ManagedProcess * -Instances 1");
        Assert.Equal(2, project.Processes.Count);
    }

    [Fact(Timeout = Patience)]
    public async Task A_server_elsewhere_is_told_as_well()
    {
        using var server = await project.StartServerAsync();
        var output = await session.Get(
            "$null = Connect-ProxyServer $uri; (Set-ManagedProcess web -Instances 2 -PassThru).Reason; (Get-ManagedProcess web).Instances.Pid",
            new { uri = server.Management });
        Assert.Equal("2 of 2 running", output[0].ToString());
        Assert.Equal(3, output.Count);
        var error = Assert.Single((await session.Run("Set-ManagedProcess web -Instances 0")).AllErrors);
        Assert.Equal(("BadArgument", ErrorCategory.InvalidArgument), (error.FullyQualifiedErrorId.Split(',')[0], error.CategoryInfo.Category));
    }

    [Theory(Timeout = Patience)]
    [InlineData("web -Instances 101", "BadArgument", "instances must be a whole number from 1 to 100, not 101.")]
    [InlineData("fixed -Instances 2", "Conflict", "fixed cannot have 2 instances: its port is 4999; set 'port: auto'.")]
    [InlineData("job -Instances 2", "Conflict", "job cannot have 2 instances: it has a schedule.")]
    [InlineData("nobody -Instances 2", "ProcessNotFound", "There is no process 'nobody' in *")]
    [InlineData("web:1 -Instances 2", "WholeProcessOnly", "web:1 is one instance of web, and this command acts on all of them. Name web.")]
    public async Task What_cannot_be_is_an_error_that_says_why(string arguments, string id, string message)
    {
        await File.AppendAllTextAsync(
            project.File("config/processes.yaml"), "  fixed: { enabled: false, command: sh, port: 4999 }\n  job: { command: sh, schedule: { cron: '0 3 * * *' } }\n",
            TestContext.Current.CancellationToken);
        await session.Get("Start-ProxyServer $file; Set-ManagedProcess web -Instances 2", new { file = project.ConfigFile });
        var error = Assert.Single((await session.Run($"Set-ManagedProcess {arguments}")).AllErrors);
        Assert.Equal(id, error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.True(WildcardPattern.Get(message, WildcardOptions.None).IsMatch(error.Exception.Message), error.Exception.Message);
    }

    [Fact(Timeout = Patience)]
    public async Task WhatIf_says_the_number_and_changes_nothing()
    {
        await session.Get("Start-ProxyServer $file; Set-ManagedProcess web -Instances 4 -WhatIf", new { file = project.ConfigFile });
        Assert.Matches("^What if: Performing the operation \"Set the number of instances to 4\" on target \"web \\(pid \\d+\\)\".\n$", screen.Take());
        Assert.Equal(1, (await session.Get("@(Get-ManagedProcess web:*).Count"))[0].BaseObject);
    }

    [Fact(Timeout = Patience)]
    public async Task A_stopped_process_keeps_the_number_for_its_next_start()
    {
        var output = await session.Get(
            "Start-ProxyServer $file; Stop-ManagedProcess web; (Set-ManagedProcess web -Instances 2 -Wait -PassThru).Reason; (Start-ManagedProcess web -PassThru).Reason",
            new { file = project.ConfigFile });
        Assert.Equal(["0 of 2 running", "2 of 2 running"], output.Select(line => line.ToString()));
    }
}
