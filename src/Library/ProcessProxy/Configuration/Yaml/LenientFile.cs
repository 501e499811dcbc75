namespace ProcessProxy.Configuration.Yaml;

/// <summary>
/// Finds single values in a file, whatever is wrong with the rest of it. If the file is not valid YAML, the line that begins with
/// the key is read alone, if the name of the key is unambiguous.
/// </summary>
internal sealed class LenientFile
{
    private readonly ConfigNode? root;
    private readonly string text = "";

    private LenientFile(string path)
    {
        if (SourceFile.Read(path).Bytes is { } bytes && SourceText.Decode(bytes, path, new()) is { } decoded)
        {
            text = decoded;
            root = YamlReader.Read(text, path, new());
        }
    }

    /// <summary>Reads what can be read: a missing file contains no value.</summary>
    public static LenientFile Read(string path) => new(path);

    /// <summary>Returns the value at the end of a path of keys, or null if there is none.</summary>
    /// <param name="keys">The keys from the root.</param>
    public string? Find(params ReadOnlySpan<string> keys)
    {
        if (root is null)
        {
            return FindLine(keys[^1]);
        }

        var node = root;
        foreach (var key in keys)
        {
            node = Child(node, key);
        }

        return TextOf(node);
    }

    private string? FindLine(string key)
    {
        foreach (var line in text.Split('\n'))
        {
            var trimmed = line.Trim();
            if (trimmed.StartsWith(key + ":", StringComparison.Ordinal)
                && TextOf(Child(YamlReader.Read(trimmed, "", new()), key)) is { } value)
            {
                return value;
            }
        }

        return null;
    }

    private static ConfigNode? Child(ConfigNode? node, string key) =>
        node is MapNode map ? map.Entries.FirstOrDefault(entry => entry.Key.Text == key).Value : null;

    /// <summary>No value that is looked for here can contain a NUL, and no path may.</summary>
    private static string? TextOf(ConfigNode? node) =>
        node is ScalarNode { IsEmpty: false } scalar && !scalar.Text.Contains('\0', StringComparison.Ordinal) ? scalar.Text : null;
}
