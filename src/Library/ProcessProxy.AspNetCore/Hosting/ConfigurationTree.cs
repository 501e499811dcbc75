using System.Globalization;
using Microsoft.Extensions.Configuration;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.AspNetCore.Hosting;

/// <summary>Converts a section of an application's configuration to the form of a file that was read.</summary>
internal static class ConfigurationTree
{
    /// <summary>Returns the section as a map; keys numbered from 0 are a list.</summary>
    public static ConfigNode Of(IConfiguration section)
    {
        var children = section.GetChildren().ToList();
        if (children.Count == 0)
        {
            return Leaf((section as IConfigurationSection)?.Value);
        }

        return children.Select((child, index) => child.Key == index.ToString(CultureInfo.InvariantCulture)).All(isNext => isNext)
            ? new ListNode(0, 0, [.. children.Select(Of)], children.Count)
            : new MapNode(0, 0, [.. children.Select(child => new MapEntry(new ScalarNode(0, 0, child.Key, isPlain: true), Of(child)))], children.Count);
    }

    /// <summary>Returns a single value. One that is null counts as absent, as in YAML; a text is never null, whatever it says.</summary>
    private static ScalarNode Leaf(string? value) => value is null
        ? new(0, 0, "", isPlain: true)
        : new(0, 0, value, isPlain: !ScalarNode.SaysNull(value)) { MayBeEmptyList = value.Length == 0 };
}
