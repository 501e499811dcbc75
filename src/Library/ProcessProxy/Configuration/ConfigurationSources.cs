using System.Globalization;
using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration;

/// <summary>
/// The contents of the configuration files with their places, to find where a value comes from. Two of them are always equal: the place
/// of a value does not change what is run.
/// </summary>
internal sealed class ConfigurationSources : IEquatable<ConfigurationSources>
{
    private readonly IReadOnlyList<(string File, ConfigNode Root)> files;

    private ConfigurationSources(IReadOnlyList<(string File, ConfigNode Root)> files) => this.files = files;

    /// <summary>A configuration that was not read from files.</summary>
    public static ConfigurationSources None { get; } = new([]);

    public static ConfigurationSources Of(IReadOnlyList<(string File, ConfigNode Root)> files) => new(files);

    /// <summary>Returns where a key is written, given its names (and numbers in lists) from the outermost, or null if it is not written.</summary>
    public Place? Find(params IReadOnlyList<string> path) => Entry(path)?.Key;

    /// <summary>Returns what is written for a key, or null if it is not written.</summary>
    public ConfigNode? ValueOf(params IReadOnlyList<string> path) => Entry(path)?.Value;

    public bool Equals(ConfigurationSources? other) => other is not null;

    public override bool Equals(object? obj) => obj is ConfigurationSources;

    public override int GetHashCode() => 0;

    private (Place Key, ConfigNode Value)? Entry(IReadOnlyList<string> path)
    {
        foreach (var (file, root) in files)
        {
            var node = root;
            ScalarNode? key = null;
            foreach (var name in path)
            {
                if (node is ListNode list && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
                {
                    node = list.Items.ElementAtOrDefault(index);
                    continue;
                }

                // Both are null for a missing key.
                var entry = (node as MapNode)?.Entries.FirstOrDefault(entry => entry.Key.Text == name) ?? default;
                (key, node) = (entry.Key, entry.Value);
                if (key is null)
                {
                    break;
                }
            }

            if (key is not null)
            {
                return (new Place(file, key.Line, key.Column, string.Join('.', path)), node!);
            }
        }

        return null;
    }
}
