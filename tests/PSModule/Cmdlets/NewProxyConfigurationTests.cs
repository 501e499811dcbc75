using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Cmdlets;

public sealed class NewProxyConfigurationTests : IAsyncLifetime
{
    private const int Patience = 120_000;
    private readonly Project project = new();
    private readonly Session session = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        session.Dispose();
        await project.DisposeAsync();
    }

    [Theory(Timeout = Patience)]
    [InlineData("config/proxy.yaml")]
    [InlineData("site/proxy.yaml")]
    public async Task What_is_written_is_valid_as_it_stands(string path)
    {
        var output = await session.Get(
            "$null = $ExecutionContext.SessionState.Path.SetLocation($root); (New-ProxyConfiguration $path).Name; Test-ProxyConfiguration $path -Quiet",
            new { root = project.Root, path });
        Assert.Equal(["proxy.yaml", "processes.yaml", "True"], output.Select(line => line.ToString()));
    }

    [Fact(Timeout = Patience)]
    public async Task Files_that_are_there_are_kept_unless_forced()
    {
        project.Write("config/processes.yaml", "mine");
        var outcome = await session.Run("New-ProxyConfiguration $file", new { file = project.ConfigFile });
        Assert.Equal(["FileExists"], outcome.ErrorIds);
        Assert.Single(outcome.Output);
        Assert.Equal("mine", File.ReadAllText(project.File("config/processes.yaml")));
        Assert.Equal(2, (await session.Get("New-ProxyConfiguration $file -Force", new { file = project.ConfigFile })).Count);
    }

    [Fact(Timeout = Patience)]
    public async Task WhatIf_writes_nothing()
    {
        Assert.Empty(await session.Get("New-ProxyConfiguration $file -WhatIf", new { file = project.ConfigFile }));
        Assert.False(Directory.Exists(project.File("config")));
    }
}
