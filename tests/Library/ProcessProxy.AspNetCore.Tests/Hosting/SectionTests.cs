using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ProcessProxy.AspNetCore.Hosting;
using ProcessProxy.Configuration;
using ProcessProxy.Configuration.Problems;
using ProcessProxy.Harness;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Hosting;

/// <summary>A section of an application's settings as the configuration.</summary>
public sealed class SectionTests
{
    private const string Name = "ProcessProxy";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "ProcessProxy": null }""")]
    [InlineData("""{ "ProcessProxy": {} }""")]
    [InlineData("""{ "ProcessProxy": [] }""")]
    [InlineData("""{ "processProxies": { "port": 1 } }""")]
    public void A_section_that_does_not_exist_is_a_problem_whatever_code_adds(string settings)
    {
        var options = Options(settings);
        options.AddProcess("web", p => p.Command = "node");

        var problem = Assert.Single(options.Load().Problems);

        Assert.Equal(
            "ProcessProxy: error PP0005: The section 'ProcessProxy' of the application's configuration is empty or does not exist.", problem.ToString());
    }

    [Fact]
    public void A_whole_configuration_without_settings_is_a_problem_too()
    {
        var options = new ProcessProxyServiceOptions().Bind(new ConfigurationBuilder().Build());

        Assert.Equal(ProblemCodes.EmptyFile, Assert.Single(options.Load().Problems).Code);
    }

    [Fact]
    public void A_section_that_is_text_is_a_problem() =>
        Assert.Equal(ProblemCodes.WrongType, Assert.Single(Options("""{ "ProcessProxy": "x" }""").Load().Problems).Code);

    [Theory(Timeout = 120_000)]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("""{ "ProcessProxy": null }""")]
    public async Task Settings_that_disappear_stop_no_process(string? text)
    {
        await using var app = await HostedApp.StartAsync(
            async args =>
            {
                var builder = WebApplication.CreateBuilder(args);
                builder.Services.AddProcessProxy(builder.Configuration.GetSection(Name));
                await builder.Build().RunAsync();
            },
            ("appsettings.json", """{ "ProcessProxy": { "processes": { "web": { "command": "node", "args": ["worker.js"] } } } }"""));
        var before = await app.Processes.GetAsync("web", Cancelled);
        var file = Path.Combine(app.Folder.FullName, "appsettings.json");
        if (text is null)
        {
            File.Delete(file);
        }
        else
        {
            await File.WriteAllTextAsync(file, text, Cancelled);
        }

        await Wait.Until(
            async () => (await app.Processes.GetStatusAsync(Cancelled)).Configuration!.State == ConfigurationState.Invalid, "the settings that are gone are reported");

        var problem = Assert.Single((await app.Processes.GetStatusAsync(Cancelled)).Configuration!.Problems);
        Assert.Equal((ProblemCodes.EmptyFile, Name), (problem.Code, problem.File));
        Assert.Equal(before.Pid, (await app.Processes.GetAsync("web", Cancelled)).Pid);
        var refused = await Assert.ThrowsAsync<ProcessProxyException>(() => app.Processes.ReloadAsync(Cancelled));
        Assert.Equal(ErrorCodes.ConfigurationInvalid, refused.Code);
    }

    private static ProcessProxyServiceOptions Options(string settings) => new ProcessProxyServiceOptions().Bind(
        new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(settings))).Build().GetSection(Name));
}
