using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Manners;

public sealed partial class ErrorIdTests : SessionTests
{
    [Fact(Timeout = 120_000)]
    public async Task Every_error_id_is_in_the_about_topic_and_no_other()
    {
        var cmdlets = ((CmdletInfo)(await Session.Get("Get-Command Get-ManagedProcess"))[0].BaseObject).ImplementingType.Assembly;
        var codes = new[] { "ProcessProxy.ErrorCodes", "ProcessProxy.PowerShell.Bridge.EngineErrors" }.SelectMany(name => Constants(Find(name)))
            .Append("wait-in-vain").Select(IdOf);
        var ids = codes.Concat(Constants(cmdlets.GetType("ProcessProxy.PowerShell.Errors.ProxyErrors")!)).ToHashSet();
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs/cmdlets/about_ProcessProxy.md"), TestContext.Current.CancellationToken);
        var documented = page.Split("## Errors")[1].Split("\n## ")[0].Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => Id().Matches(line.Split('|')[1]).Select(found => found.Groups[1].Value));
        Assert.Equal(ids.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_cmdlet_makes_an_error_id_of_its_own() => Assert.All(
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src/PSModule/Cmdlets"), "*.cs"),
        file => Assert.DoesNotMatch(@"ProxyErrors\.Record\(\s*""", File.ReadAllText(file)));

    private static Type Find(string name) => AppDomain.CurrentDomain.GetAssemblies()
        .Where(assembly => assembly.Location.StartsWith(Builds.Module, StringComparison.Ordinal)).Select(assembly => assembly.GetType(name)).First(type => type is not null)!;

    private static IEnumerable<string> Constants(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);

    private static string IdOf(string code) => string.Concat(code.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    [GeneratedRegex("`(\\w+)`")]
    private static partial Regex Id();
}
