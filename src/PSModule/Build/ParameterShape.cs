using Mono.Cecil;

namespace ProcessProxy.ModuleBuild;

/// <summary>A parameter, from its attributes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The name of its type in help.</param>
/// <param name="Aliases">Its other names.</param>
/// <param name="TakesWildcards">Whether it supports wildcards.</param>
/// <param name="Sets">Whether it is mandatory, for each of its parameter sets.</param>
/// <param name="Position">Its position; very large for a parameter that must be named.</param>
/// <param name="PipelineInput">How it takes input from the pipeline.</param>
internal sealed record ParameterShape(
    string Name, string Type, IReadOnlyList<string> Aliases, bool TakesWildcards,
    IReadOnlyDictionary<string, bool> Sets, int Position, string PipelineInput)
{
    /// <summary>PowerShell's name for the set of a parameter that belongs to all sets.</summary>
    public const string AllSets = "__AllParameterSets";

    public bool IsSwitch => Type == "SwitchParameter";

    public static ParameterShape? Read(PropertyDefinition property)
    {
        var attributes = property.CustomAttributes.Where(one => one.AttributeType.Name == "ParameterAttribute").ToList();
        if (attributes.Count == 0)
        {
            return null;
        }

        static object? Value(CustomAttribute attribute, string name) =>
            attribute.Properties.FirstOrDefault(one => one.Name == name).Argument.Value;
        var sets = attributes.ToDictionary(one => (string?)Value(one, "ParameterSetName") ?? AllSets, one => Value(one, "Mandatory") is true);
        string?[] inputs =
        [
            attributes.Exists(one => Value(one, "ValueFromPipeline") is true) ? "ByValue" : null,
            attributes.Exists(one => Value(one, "ValueFromPipelineByPropertyName") is true) ? "ByPropertyName" : null,
        ];
        var input = string.Join(", ", inputs.OfType<string>());
        return new ParameterShape(
            property.Name, TypeName(property.PropertyType), AliasesOf(property),
            property.CustomAttributes.Any(one => one.AttributeType.Name == "SupportsWildcardsAttribute"), sets,
            attributes.Min(one => Value(one, "Position") as int? ?? int.MaxValue), input.Length == 0 ? "False" : $"True ({input})");
    }

    private static string TypeName(TypeReference type) => type switch
    {
        ArrayType array => TypeName(array.ElementType) + "[]",
        GenericInstanceType { Name: "Nullable`1" } nullable => TypeName(nullable.GenericArguments[0]),
        _ => type.Name,
    };

    private static string[] AliasesOf(PropertyDefinition property) =>
        property.CustomAttributes.FirstOrDefault(one => one.AttributeType.Name == "AliasAttribute")?.ConstructorArguments[0].Value
            is CustomAttributeArgument[] names ? [.. names.Select(name => (string)name.Value)] : [];
}
