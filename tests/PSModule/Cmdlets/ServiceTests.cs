using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Cmdlets;

/// <summary>What can be seen of services without installing one.</summary>
public sealed class ServiceTests : SessionTests
{
    private const int Patience = 120_000;

    [Fact(Timeout = Patience)]
    public async Task WhatIf_shows_the_unit_and_writes_nothing()
    {
        Project.Configure(("web", "polite"));
        var unit = string.Join('\n', await Session.Get(
            "Install-ProxyService $file -Name pp-test -User nobody -WhatIf", new { file = Project.ConfigFile }));
        Assert.Contains($"run --config {Project.ConfigFile}", unit, StringComparison.Ordinal);
        Assert.Contains("User=nobody", unit, StringComparison.Ordinal);
        Assert.False(File.Exists("/etc/systemd/system/pp-test.service"));
    }

    [Fact(Timeout = Patience)]
    public async Task What_the_service_manager_says_is_the_error()
    {
        var error = Assert.Single((await Session.Run("Uninstall-ProxyService -Name pp-test-nobody")).AllErrors);
        Assert.Equal("ServiceFailed,ProcessProxy.PowerShell.Commands.UninstallProxyServiceCommand", error.FullyQualifiedErrorId);
        Assert.Contains("pp-test-nobody", error.Exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("processproxy: ", error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task An_invalid_configuration_is_not_installed()
    {
        Project.Write("config/proxy.yaml", "nonsense: 1\n");
        var error = Assert.Single((await Session.Run("Install-ProxyService $file -Name pp-test", new { file = Project.ConfigFile })).AllErrors);
        Assert.Equal("ConfigurationInvalid", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Contains("nonsense", error.Exception.Message, StringComparison.Ordinal);
    }
}
