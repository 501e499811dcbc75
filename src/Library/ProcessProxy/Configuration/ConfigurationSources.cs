using System.Globalization;
using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration;

/// <summary>
/// What the configuration files said and where, for whoever wants to know where a value comes from. Two are always equal: where
/// something is written changes nothing of what is run.
/// </summary>
internal sealed class ConfigurationSources : IEquatable<ConfigurationSources>
{
    private readonly IReadOnlyList<(string File, ConfigNode Root)> files;

    private ConfigurationSources(IReadOnlyList<(string File, ConfigNode Root)> files) => this.files = files;

    /// <summary>A configuration that was not read from files.</summary>
    public static ConfigurationSources None { get; } = new([]);

    public static ConfigurationSources Of(IReadOnlyList<(string File, ConfigNode Root)> files) => new(files);

    /// <summary>Where a key is written, its names (and numbers in lists) from the outermost to its own; null when it is nowhere.</summary>
    public Place? Find(params IReadOnlyList<string> path)
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

                // Of a key that is not there both are null.
                var entry = (node as MapNode)?.Entries.FirstOrDefault(entry => entry.Key.Text == name) ?? default;
                (key, node) = (entry.Key, entry.Value);
                if (key is null)
                {
                    break;
                }
            }

            if (key is not null)
            {
                return new Place(file, key.Line, key.Column, string.Join('.', path));
            }
        }

        return null;
    }

    public bool Equals(ConfigurationSources? other) => other is not null;

    public override bool Equals(object? obj) => obj is ConfigurationSources;

    public override int GetHashCode() => 0;
}
