using System.Management.Automation;
using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Cmdlets;

public sealed class GetManagedProcessTests : IAsyncLifetime
{
    private const int Patience = 120_000;
    private readonly ShellProject project = new ShellProject().Configure(("web", "polite"), ("api", "polite"), ("worker", "burst 3 0"));
    private readonly Session session = new();

    public async ValueTask InitializeAsync() => await session.Get("Start-ProxyServer $file", new { file = project.ConfigFile });

    public async ValueTask DisposeAsync()
    {
        session.Dispose();
        await project.DisposeAsync();
    }

    [Theory(Timeout = Patience)]
    [InlineData("Get-ManagedProcess", "web,api,worker")]
    [InlineData("Get-ManagedProcess *", "web,api,worker")]
    [InlineData("Get-ManagedProcess web", "web")]
    [InlineData("Get-ManagedProcess WEB", "web")]
    [InlineData("Get-ManagedProcess worker, w*", "worker,web")]
    [InlineData("'api', 'web' | Get-ManagedProcess", "api,web")]
    [InlineData("[pscustomobject]@{ Name = 'api' } | Get-ManagedProcess", "api")]
    [InlineData("[pscustomobject]@{ Id = 'api' } | Get-ManagedProcess", "api")]
    [InlineData("Get-ManagedProcess web | Get-ManagedProcess", "web")]
    [InlineData("Get-ManagedProcess [aw]?? -State Running, Failed -Health None", "web,api")]
    [InlineData("Get-ManagedProcess -State Stopped", "")]
    [InlineData("Get-ManagedProcess nothing*", "")]
    public async Task Names_choose_processes(string command, string ids) =>
        Assert.Equal(ids, string.Join(',', (await session.Get(command)).Select(process => process.Properties["Id"].Value)));

    [Fact(Timeout = Patience)]
    public async Task A_name_that_nobody_has_is_an_error_of_that_name_alone()
    {
        var outcome = await session.Run("Get-ManagedProcess web, nobody, api");
        Assert.Equal(2, outcome.Output.Count);
        var error = Assert.Single(outcome.Errors);
        Assert.Equal("ProcessNotFound,ProcessProxy.PowerShell.Commands.GetManagedProcessCommand", error.FullyQualifiedErrorId);
        Assert.Equal((ErrorCategory.ObjectNotFound, "nobody"), (error.CategoryInfo.Category, error.TargetObject));
        Assert.Contains("nobody", error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task One_name_gives_the_configuration_in_force_too()
    {
        var process = Assert.Single(await session.Get("Get-ManagedProcess web"));
        Assert.NotNull(process.Properties["Configuration"].Value);
        Assert.All(await session.Get("Get-ManagedProcess"), one => Assert.Null(one.Properties["Configuration"].Value));
    }
}
