using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Runtime.CompilerServices;
using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Manners;

/// <summary>What objects show in a list, in a text and behind others.</summary>
public sealed class TypeTests : SessionTests
{
    private const int Patience = 120_000;

    [Fact(Timeout = Patience)]
    public async Task Every_type_of_data_has_a_short_text()
    {
        foreach (var type in await DataTypesAsync())
        {
            var text = type.GetMethod(nameof(ToString), Type.EmptyTypes)!;
            Assert.True(text.DeclaringType == type && text.GetCustomAttribute<CompilerGeneratedAttribute>() is null, $"{type} has no text of its own.");
        }
    }

    [Fact(Timeout = Patience)]
    public async Task Every_type_of_data_says_what_a_list_shows_and_what_its_key_is()
    {
        // A dictionary shows its keys with their values, and has no properties to choose from.
        foreach (var type in (await DataTypesAsync()).Where(type =>
            !type.IsGenericType && type.Name != "HttpProcessClient" && !typeof(System.Collections.IDictionary).IsAssignableFrom(type)))
        {
            var data = Assert.IsType<TypeData>(Assert.Single(await Session.Get("Get-TypeData $name", new { name = type.FullName })).BaseObject);
            foreach (var set in new[] { data.DefaultDisplayPropertySet, data.DefaultKeyPropertySet })
            {
                Assert.InRange(set.ReferencedProperties.Count, 1, 9);
                Assert.All(set.ReferencedProperties, name => Assert.NotNull(type.GetProperty(name)));
            }
        }
    }

    [Fact(Timeout = Patience)]
    public async Task A_process_behind_a_table_of_others_shows_the_essential()
    {
        Project.Configure(("web", "polite"));
        var text = string.Concat(await Session.Get(
            "Start-ProxyServer $file; & { Get-Item $file; Get-ManagedProcess; Get-ProxyServer } | Out-String", new { file = Project.ConfigFile }));
        Assert.Matches(@"Id +: web", text);
        Assert.Matches(@"Processes +: 1 in all, 1 running", text);
        Assert.DoesNotContain("PidFile", text, StringComparison.Ordinal);
        Assert.DoesNotContain(" { ", text, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task A_process_stands_for_its_name()
    {
        Project.Configure(("web", "polite"));
        Assert.Equal("Stopped", (await Session.Get("Start-ProxyServer $file; $p = Get-ManagedProcess web; (Stop-ManagedProcess $p -PassThru).State", new { file = Project.ConfigFile }))[0].ToString());
    }

    private async Task<IReadOnlyList<Type>> DataTypesAsync()
    {
        var cmdlets = ((CmdletInfo)(await Session.Get("Get-Command Get-ManagedProcess"))[0].BaseObject).ImplementingType.Assembly;
        var client = cmdlets.GetReferencedAssemblies().Select(AppDomainAssembly).Single(assembly => assembly?.GetName().Name == "ProcessProxy.Client")!;
        return [.. new[] { cmdlets, client }.SelectMany(assembly => assembly.GetExportedTypes()).Where(IsData)];
    }

    private static Assembly? AppDomainAssembly(AssemblyName name) =>
        AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(assembly => assembly.GetName().Name == name.Name && assembly.Location.StartsWith(Builds.Module, StringComparison.Ordinal));

    private static bool IsData(Type type) =>
        type is { IsClass: true, IsAbstract: false } && !type.IsSubclassOf(typeof(Exception)) && !type.IsSubclassOf(typeof(Cmdlet))
        && !type.GetInterfaces().Any(one => one == typeof(IArgumentCompleter) || one == typeof(IModuleAssemblyCleanup));
}
