using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ProcessProxy.Generate.OpenApi;

/// <summary>Reads the documentation of the client's types, for the description of the API.</summary>
internal sealed partial class XmlDocs(string file)
{
    private readonly Dictionary<string, XElement> members = XDocument.Load(file).Descendants("member")
        .ToDictionary(member => (string)member.Attribute("name")!, StringComparer.Ordinal);

    public string? Of(Type type) => Text(members.GetValueOrDefault($"T:{NameOf(type)}")?.Element("summary"));

    /// <summary>Returns that of a property, which may be documented as a parameter of a record's constructor.</summary>
    public string? Of(Type type, string property) =>
        Text(members.GetValueOrDefault($"P:{NameOf(type)}.{property}")?.Element("summary"))
        ?? Text(members.GetValueOrDefault($"T:{NameOf(type)}")?.Elements("param").FirstOrDefault(param => (string?)param.Attribute("name") == property));

    public string? Of(FieldInfo field) => Text(members.GetValueOrDefault($"F:{NameOf(field.DeclaringType!)}.{field.Name}")?.Element("summary"));

    private static string NameOf(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static string? Text(XElement? element)
    {
        if (element is null)
        {
            return null;
        }

        foreach (var reference in element.Descendants().Where(child => child.Name.LocalName is "see" or "paramref" or "typeparamref").ToList())
        {
            var name = (string?)reference.Attribute("cref") ?? (string?)reference.Attribute("name") ?? "";
            reference.ReplaceWith(name[(name.LastIndexOfAny(['.', ':']) + 1)..]);
        }

        return Space().Replace(element.Value, " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
