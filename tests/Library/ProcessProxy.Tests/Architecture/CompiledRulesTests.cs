using System.Runtime.InteropServices;
using ArchUnitNET.Domain;
using ArchUnitNET.Fluent;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using Xunit;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace ProcessProxy.Tests.Architecture;

/// <summary>What only some of the core may use, read from what was compiled.</summary>
public sealed class CompiledRulesTests
{
    private const string Systems = @"^ProcessProxy\.Platform\.(Linux|MacOS|Unix|Windows)(\..+)?$";

    private static readonly IObjectProvider<IType> Everything = Types().That().ResideInAssembly(Core.Assembly).Or().ResideInAssembly(Core.Client);
    private static readonly IObjectProvider<IType> OutsideOfPlatform = Types().That().Are(Everything).And().AreNot(Core.Part("Platform"));

    /// <summary>A configuration is below the platform and written for one system; a metric has the name that the conventions give it there.</summary>
    [Fact]
    public void The_operating_system_is_chosen_in_one_place() => Assert.Equal(
        ["ConfigurationLoader", "CurrentPlatform", "ProcessMetrics", "ProgramName", "ProjectPaths", "ServerNames"],
        Core.Offenders(Core.Keep(Everything, from: Types(true).That().Are(typeof(OperatingSystem)))));

    [Fact]
    public void Only_the_choice_knows_the_code_of_one_system() => Assert.Equal(
        ["CurrentPlatform"], Core.Offenders(Core.Keep(Types().That().Are(Everything).And().DoNotResideInNamespaceMatching(Systems), from: Core.Matching(Systems))));

    [Theory]
    [InlineData(typeof(LibraryImportAttribute))]
    [InlineData(typeof(NativeMemory))]
    [InlineData(typeof(Marshal))]
    public void Only_the_platform_touches_the_operating_system(System.Type door)
    {
        var doors = Types(true).That().Are(door);
        Core.Keep(OutsideOfPlatform, from: doors).Check(Core.Compiled);
        Assert.NotEmpty(Core.Offenders(Core.Keep(Core.Part("Platform"), from: doors)));
    }

    [Theory]
    [InlineData("YamlDotNet", "GuardedParser", "RefusedException", "YamlReader")]
    [InlineData("Cronos", "Occurrences")]
    public void A_library_is_known_to_one_file(string library, params string[] knowing) =>
        Assert.Equal(knowing, Core.Offenders(Core.Keep(Everything, from: Library(library))));

    [Theory]
    [InlineData("ProcessProxy.Client", "System")]
    [InlineData("ProcessProxy.Core", "System", "Microsoft.Win32", "Microsoft.Extensions.Logging", "YamlDotNet", "Cronos", "ProcessProxy")]
    public void A_library_knows_those_that_it_is_built_on_and_no_others(string library, params string[] known)
    {
        var types = Types().That().ResideInAssembly(library == "ProcessProxy.Client" ? Core.Client : Core.Assembly);
        Core.Keep(types, from: Types(true).That().AreNot(types).And().DoNotResideInNamespaceMatching($"^({string.Join('|', known)}|$)")).Check(Core.Compiled);
        Assert.All(known, one => Assert.NotEmpty(Core.Offenders(Core.Keep(types, from: Types(true).That().AreNot(types).And().ResideInNamespaceMatching($"^{one}")))));
    }

    /// <summary>Its folders share one namespace, so the folder is asked what it holds.</summary>
    [Fact]
    public void What_the_client_hands_over_does_not_know_how_it_was_fetched()
    {
        var folder = Repository.Files("src", "Library", "ProcessProxy.Client", "Http").Select(file => Path.GetFileName(file).Split('.')[0]).ToHashSet();
        var fetching = Types().That().ResideInAssembly(Core.Client).And().FollowCustomPredicate(type => folder.Contains(type.Name), "fetch");
        var rest = Types().That().ResideInAssembly(Core.Client).And().AreNot(fetching);
        Core.Keep(rest, from: fetching).Check(Core.Compiled);
        Assert.Contains("HttpProcessClient", Core.Offenders(Core.Keep(fetching, from: rest)));
    }

    /// <summary>Shows what a rule sees: bodies, lambdas, what the compiler makes of await and yield, arguments of arguments.</summary>
    [Fact]
    public void A_dependency_is_found_however_it_comes_about()
    {
        const string space = "ProcessProxy.Tests.Architecture.Violations.";
        var tests = new ArchLoader().LoadAssembly(typeof(CompiledRulesTests).Assembly).Build();
        var below = Types().That().ResideInNamespace(space + "Below");
        var rule = Core.Keep(below, from: Types().That().ResideInNamespace(space + "Above"));
        Assert.Equal(below.GetObjects(tests).Select(type => type.Name).Order(), Core.Offenders(rule, tests));
    }

    private static IObjectProvider<IType> Library(string pattern) => Types(true).That().ResideInNamespaceMatching($@"^{pattern}");
}
