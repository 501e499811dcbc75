using System.Reflection;
using System.Xml.Linq;

namespace ProcessProxy.Tests.Architecture;

/// <summary>The XML documentation of the options and the specs, as the build has written it: what a property is by default, and in which unit.</summary>
/// <param name="members">The elements <c>member</c> of the documentation.</param>
internal sealed class DocumentedDefaults(IEnumerable<XElement> members)
{
    private readonly Dictionary<string, XElement> members = members.ToDictionary(member => (string)member.Attribute("name")!, StringComparer.Ordinal);

    /// <summary>Reads the documentation of all libraries, since a property may inherit that of another library.</summary>
    public static DocumentedDefaults OfLibraries() => new(Directory.GetFiles(AppContext.BaseDirectory, "ProcessProxy.*.xml")
        .SelectMany(file => XDocument.Load(file).Descendants("member")));

    /// <summary>Finds the properties of the public options and specs of a library that can be set.</summary>
    public static IReadOnlyList<PropertyInfo> PropertiesOf(Assembly library) =>
    [
        .. library.GetExportedTypes()
            .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) || type.Name.EndsWith("Spec", StringComparison.Ordinal))
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(property => property.SetMethod?.IsPublic == true),
    ];

    /// <summary>Gets the names of the properties whose documentation has no <c>value</c> that names the default.</summary>
    public IEnumerable<string> Lacking(IEnumerable<PropertyInfo> properties) => properties
        .Select(property => $"{property.DeclaringType!.FullName}.{property.Name}")
        .Where(name => ValueOf($"P:{name}")?.Contains("default", StringComparison.OrdinalIgnoreCase) != true);

    /// <summary>Gets the text of the <c>value</c> of a member, its own or that of the member it inherits from; null if there is none.</summary>
    private string? ValueOf(string id)
    {
        for (var seen = new HashSet<string>(StringComparer.Ordinal); seen.Add(id) && members.TryGetValue(id, out var member);)
        {
            if (member.Element("value") is { } value)
            {
                return value.Value;
            }

            id = (string?)member.Element("inheritdoc")?.Attribute("cref") ?? "";
        }

        return null;
    }
}
