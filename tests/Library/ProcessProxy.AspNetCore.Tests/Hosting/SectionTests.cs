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

    [Fact]
    public void A_null_of_the_settings_counts_as_absent()
    {
        var result = Options("""
            { "ProcessProxy": { "host": null, "management": null, "routes": null, "settings": null, "tls": { "acme": null }, "processes": {
              "a": { "command": "run", "restartOnExit": false },
              "web": {
                "command": "run", "name": null, "description": null, "args": null, "cwd": null, "env": { "HOME": null, "EMPTY": "", "WORD": "null", "TILDE": "~" },
                "restartOnExit": null, "maxRestarts": null, "preStart": null, "stopCommand": null, "healthCheck": null, "schedule": null, "output": null,
                "dependsOn": { "a": null } } } } }
            """).Load();

        Assert.Empty(result.Problems);
        var web = result.Spec!.Processes.All[1];
        Assert.Equal(new ValueMap([new("EMPTY", ""), new("WORD", "null"), new("TILDE", "~")]), web.Launch.Env);
        Assert.Equal(["HOME"], web.Launch.Unset);
        Assert.Equal([new Dependency("a")], web.DependsOn);
        Assert.Equal((null, null, null, null, RestartCondition.Always), (web.Description, web.PreStart, web.Stop.Command, web.Schedule, web.Restart.OnExit));
    }

    [Fact]
    public void An_empty_list_of_the_settings_is_empty_and_an_empty_text_in_a_list_is_a_text()
    {
        var result = Options("""
            { "ProcessProxy": { "routes": [], "processes": { "web": { "command": "run", "args": [], "dependsOn": [] }, "two": { "command": "run", "args": ["", "null", "~"] } } } }
            """).Load();

        Assert.Empty(result.Problems);
        Assert.Empty(result.Spec!.Processes.All.Single(process => process.Id == "web").Launch.Args);
        Assert.Equal(["", "null", "~"], result.Spec.Processes.All.Single(process => process.Id == "two").Launch.Args);
    }

    [Theory]
    [InlineData("\"command\": null", "processes.web", ProblemCodes.MissingKey)]
    [InlineData("\"command\": \"run\", \"args\": [null]", "processes.web.args[0]", ProblemCodes.EmptyValue)]
    [InlineData("\"command\": \"run\", \"description\": \"\", \"nme\": null", "processes.web.nme", ProblemCodes.UnknownKey)]
    public void A_null_where_a_value_is_needed_is_what_it_is_in_a_file(string keys, string key, string code)
    {
        var problem = Assert.Single(Options($$"""{ "ProcessProxy": { "processes": { "web": { {{keys}} } } } }""").Load().Problems);

        Assert.Equal((key, code), (problem.Key, problem.Code));
    }

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
