using ArchUnitNET.Domain;
using ArchUnitNET.Fluent;
using ArchUnitNET.Loader;
using static ArchUnitNET.Fluent.ArchRuleDefinition;
using Assembly = System.Reflection.Assembly;

namespace ProcessProxy.Tests.Architecture;

/// <summary>The core and the client as they were compiled, and how rules about them are written.</summary>
internal static class Core
{
    public static readonly Assembly Client = typeof(IProcessClient).Assembly;
    public static readonly Assembly Assembly = typeof(ProcessSupervisor).Assembly;

    public static readonly ArchUnitNET.Domain.Architecture Compiled = new ArchLoader().LoadAssemblies(Client, Assembly).Build();

    /// <summary>The types of the core in a namespace itself.</summary>
    public static IObjectProvider<IType> Folder(string space) => Matching($"^{Regex(space)}$");

    /// <summary>The types of the core in a namespace and in those below it.</summary>
    public static IObjectProvider<IType> Part(string space) => Matching($@"^{Regex(space)}(\..+)?$");

    /// <summary>The types of the core in namespaces that a pattern matches.</summary>
    public static IObjectProvider<IType> Matching(string pattern) =>
        Types().That().ResideInAssembly(Assembly).And().ResideInNamespaceMatching(pattern);

    /// <summary>The rule that some types know nothing of others.</summary>
    public static IArchRule Keep(IObjectProvider<IType> types, IObjectProvider<IType> from) => Types().That().Are(types).Should().NotDependOnAny(from);

    /// <summary>The names of the types that break a rule.</summary>
    public static IEnumerable<string> Offenders(IArchRule rule, ArchUnitNET.Domain.Architecture? within = null) =>
        rule.Evaluate(within ?? Compiled).Where(one => !one.Passed).Select(one => ((IType)one.EvaluatedObject!).Name).Order(StringComparer.Ordinal);

    private static string Regex(string space) => System.Text.RegularExpressions.Regex.Escape($"ProcessProxy.{space}");
}
