using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Cmdlets;

public sealed class NewProxyConfigurationTests : SessionTests
{
    private const int Patience = 120_000;

    [Theory(Timeout = Patience)]
    [InlineData("config/proxy.yaml")]
    [InlineData("site/proxy.yaml")]
    public async Task What_is_written_is_valid_as_it_stands(string path)
    {
        var output = await Session.Get(
            "$null = $ExecutionContext.SessionState.Path.SetLocation($root); (New-ProxyConfiguration $path).Name; Test-ProxyConfiguration $path -Quiet",
            new { root = Project.Root, path });
        Assert.Equal(["proxy.yaml", "processes.yaml", "True"], output.Select(line => line.ToString()));
    }

    [Fact(Timeout = Patience)]
    public async Task Files_that_are_there_are_kept_unless_forced()
    {
        Project.Write("config/processes.yaml", "mine");
        var outcome = await Session.Run("New-ProxyConfiguration $file", new { file = Project.ConfigFile });
        Assert.Equal(["FileExists"], outcome.ErrorIds);
        Assert.Single(outcome.Output);
        Assert.Equal("mine", File.ReadAllText(Project.File("config/processes.yaml")));
        Assert.Equal(2, (await Session.Get("New-ProxyConfiguration $file -Force", new { file = Project.ConfigFile })).Count);
    }

    [Fact(Timeout = Patience)]
    public async Task WhatIf_writes_nothing()
    {
        Assert.Empty(await Session.Get("New-ProxyConfiguration $file -WhatIf", new { file = Project.ConfigFile }));
        Assert.False(Directory.Exists(Project.File("config")));
    }
}
