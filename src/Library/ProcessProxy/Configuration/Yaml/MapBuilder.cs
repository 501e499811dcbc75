using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Yaml;

/// <summary>Collects the entries of one map: rejects duplicate keys and applies merge keys (<c>&lt;&lt;: *defaults</c>).</summary>
internal sealed class MapBuilder(string file, ProblemList problems)
{
    private const string MergeKey = "<<";

    private readonly List<MapEntry> entries = [];
    private readonly Dictionary<string, ScalarNode> keys = new(StringComparer.Ordinal);
    private readonly List<MapNode> merged = [];
    private ScalarNode? mergeKey;

    /// <summary>The number of nodes that the map stands for so far, with aliases expanded.</summary>
    public long Size { get; private set; } = 1;

    public void Add(ConfigNode key, ConfigNode value)
    {
        Size += key.Size + value.Size;
        if (key is not ScalarNode name)
        {
            problems.Add(new(file, key.Line, key.Column, ""), ProblemCodes.WrongType, $"A key must be a single value, not {key.Kind}.");
            return;
        }

        if (name is { IsPlain: true, Text: MergeKey })
        {
            AddMerge(name, value);
        }
        else if (keys.TryAdd(name.Text, name))
        {
            entries.Add(new(name, value));
        }
        else
        {
            Duplicate(name, keys[name.Text]);
        }
    }

    public MapNode Build(int line, int column)
    {
        // Keys written in the map itself win, then those of the earlier merged maps.
        foreach (var map in merged)
        {
            foreach (var entry in map.Entries)
            {
                if (keys.TryAdd(entry.Key.Text, entry.Key))
                {
                    entries.Add(entry);
                }
            }
        }

        return new(line, column, entries, Size);
    }

    private void AddMerge(ScalarNode key, ConfigNode value)
    {
        if (mergeKey is not null)
        {
            Duplicate(key, mergeKey);
            return;
        }

        mergeKey = key;
        IEnumerable<ConfigNode> maps = value is ListNode list ? list.Items : [value];
        foreach (var map in maps)
        {
            if (map is MapNode node)
            {
                merged.Add(node);
            }
            else
            {
                problems.Add(new(file, map.Line, map.Column, MergeKey), ProblemCodes.WrongType,
                    $"'{MergeKey}' must be a map or a list of maps, not {map.Kind}.");
            }
        }
    }

    private void Duplicate(ScalarNode key, ScalarNode first) =>
        problems.Add(new(file, key.Line, key.Column, key.Text), ProblemCodes.DuplicateKey,
            $"The key '{key.Text}' is already used at line {first.Line}.");
}
