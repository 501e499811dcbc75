using Mono.Cecil;

namespace ProcessProxy.ModuleBuild;

/// <summary>The name and parameters of a cmdlet, from its assembly. The assembly is read, not loaded.</summary>
/// <param name="Name"><c>Get-ManagedProcess</c>.</param>
/// <param name="DefaultSet">The name of its default parameter set, or null.</param>
/// <param name="AsksFirst">Whether it has -WhatIf and -Confirm.</param>
/// <param name="Parameters">Its own parameters, in the order of the source.</param>
internal sealed record CmdletShape(string Name, string? DefaultSet, bool AsksFirst, IReadOnlyList<ParameterShape> Parameters)
{
    /// <summary>Gets the names of its parameter sets, the default one first.</summary>
    public IReadOnlyList<string> Sets
    {
        get
        {
            var named = Parameters.SelectMany(parameter => parameter.Sets.Keys).Where(set => set != ParameterShape.AllSets)
                .Distinct(StringComparer.Ordinal).OrderBy(set => set != DefaultSet).ToList();
            return named.Count > 0 ? named : [ParameterShape.AllSets];
        }
    }

    /// <param name="file">The assembly.</param>
    /// <param name="automation">The folder of the PowerShell version that it was compiled against, whose enums its attributes use.</param>
    public static IReadOnlyList<CmdletShape> ReadAll(string file, string automation)
    {
        using var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(automation);
        using var assembly = AssemblyDefinition.ReadAssembly(file, new ReaderParameters { AssemblyResolver = resolver });
        return [.. assembly.MainModule.Types.Select(Read).OfType<CmdletShape>().OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal)];
    }

    private static CmdletShape? Read(TypeDefinition type)
    {
        var attribute = type.CustomAttributes.FirstOrDefault(one => one.AttributeType.Name == "CmdletAttribute");
        if (attribute is null)
        {
            return null;
        }

        object? Property(string name) => attribute.Properties.FirstOrDefault(property => property.Name == name).Argument.Value;
        return new CmdletShape(
            $"{attribute.ConstructorArguments[0].Value}-{attribute.ConstructorArguments[1].Value}",
            (string?)Property("DefaultParameterSetName"), Property("SupportsShouldProcess") is true, ParametersOf(type));
    }

    /// <summary>Returns the parameters of the class and its base classes; an override replaces the overridden one.</summary>
    private static List<ParameterShape> ParametersOf(TypeDefinition type)
    {
        var found = new List<ParameterShape>();
        for (TypeDefinition? level = type; level is not null; level = level.BaseType as TypeDefinition)
        {
            found.AddRange(level.Properties.Select(ParameterShape.Read).OfType<ParameterShape>()
                .Where(parameter => !found.Exists(other => other.Name == parameter.Name)));
        }

        return [.. found.OrderBy(parameter => parameter.Position)];
    }
}
