using System.Management.Automation;
using System.Management.Automation.Language;
using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Manners;

/// <summary>Get-Help, through the laid-out module.</summary>
public sealed class HelpTests
{
    private const int Patience = 120_000;

    [Fact(Timeout = Patience)]
    public async Task Every_cmdlet_has_complete_help()
    {
        using var session = new Session();
        foreach (var command in await CommandsAsync(session))
        {
            var help = Assert.Single(await session.Get("Get-Help $name -Full", new { name = command.Name }));
            Assert.True(Text(help, "Synopsis").Trim().EndsWith('.'), $"{command.Name} has no synopsis of its own.");
            Assert.NotEmpty(await session.Get("(Get-Help $name -Full).description.Text", new { name = command.Name }));
            Assert.True((await session.Get("@((Get-Help $name -Full).examples.example)", new { name = command.Name })).Count >= 2);
            Assert.NotEmpty(await session.Get("@((Get-Help $name -Full).syntax.syntaxItem)", new { name = command.Name }));
            var described = (await session.Get(
                "(Get-Help $name -Full).parameters.parameter | Where-Object { $_.description.Text } | ForEach-Object name", new { name = command.Name }))
                .Select(name => name.ToString());
            Assert.Equal(Own(command).Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
        }
    }

    [Fact(Timeout = Patience)]
    public async Task Examples_can_be_parsed_and_use_only_parameters_that_exist()
    {
        using var session = new Session();
        var commands = (await CommandsAsync(session)).ToDictionary(command => command.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var code in (await session.Get("(Get-Module ProcessProxy).ExportedCmdlets.Keys | ForEach-Object { (Get-Help $_ -Full).examples.example } | ForEach-Object code")).Select(code => code.ToString()))
        {
            var script = Parser.ParseInput(code, out _, out var errors);
            Assert.Empty(errors.Select(error => $"{code}: {error.Message}"));
            foreach (var command in script.FindAll(part => part is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>())
            {
                if (commands.TryGetValue(command.GetCommandName(), out var ours))
                {
                    Assert.All(command.CommandElements.OfType<CommandParameterAst>(), parameter => Assert.True(ours.Parameters.ContainsKey(parameter.ParameterName), $"{code}: -{parameter.ParameterName}"));
                }
            }
        }
    }

    [Fact(Timeout = Patience)]
    public async Task Every_cmdlet_has_its_page_on_the_web()
    {
        using var session = new Session();
        foreach (var command in await CommandsAsync(session))
        {
            Assert.EndsWith($"/docs/cmdlets/{command.Name}.md", (await session.Get("(Get-Command $name).HelpUri", new { name = command.Name }))[0].ToString(), StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(Repository.Root, "docs/cmdlets", $"{command.Name}.md")));
            var about = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs/cmdlets/about_ProcessProxy.md"), TestContext.Current.CancellationToken);
            Assert.Matches($"{command.Verb}-[^|]*{command.Noun}", about);
        }
    }

    [Theory(Timeout = Patience)]
    [InlineData("about_ProcessProxy", "outlives the session")]
    [InlineData("about_ProcessProxy_Configuration", "processConfigFile")]
    public async Task Topics_are_found(string topic, string text)
    {
        using var session = new Session();
        Assert.Contains(text, (await session.Get("Get-Help $topic", new { topic }))[0].ToString(), StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<CmdletInfo>> CommandsAsync(Session session) =>
        [.. (await session.Get("(Get-Module ProcessProxy).ExportedCmdlets.Values")).Select(one => (CmdletInfo)one.BaseObject)];

    private static IEnumerable<string> Own(CmdletInfo command) =>
        command.Parameters.Keys.Except(Cmdlet.CommonParameters, StringComparer.Ordinal);

    private static string Text(PSObject help, string name) => help.Properties[name].Value.ToString()!;
}
