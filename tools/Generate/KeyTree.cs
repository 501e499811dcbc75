using ProcessProxy.Configuration.Keys;

namespace ProcessProxy.Generate;

/// <summary>A key with its facts, or a map of keys: the tables in the nesting of the files.</summary>
internal sealed class KeyTree
{
    private readonly OrderedDictionary<string, KeyTree> keys = new(StringComparer.Ordinal);

    /// <summary>Gets the keys of the map.</summary>
    public IReadOnlyDictionary<string, KeyTree> Keys => keys;

    /// <summary>Gets the facts of the key; null for a map without a description.</summary>
    public KeyFacts? Facts { get; private set; }

    /// <summary>Gets the items of a list; null if it is not a list of maps.</summary>
    public KeyTree? Items { get; private init; }

    /// <summary>Gets the value of every key, if the user chooses the keys; otherwise null.</summary>
    public KeyTree? EveryKey { get; private init; }

    /// <summary>Returns the keys of <c>proxy.yaml</c>.</summary>
    public static KeyTree OfProxyFile()
    {
        var file = new KeyTree();
        file.AddAll(ServerKeys.All, row => row.Name);
        file.keys["tls"].keys.Insert(0, "certificates", new() { Items = Of(ServerKeys.Certificates) });
        file.keys["routes"] = new() { Items = Of(RouteKeys.All) };
        file.AddProcesses();
        return file;
    }

    /// <summary>Returns the keys of the process file.</summary>
    public static KeyTree OfProcessFile()
    {
        var file = new KeyTree();
        file.AddProcesses();
        return file;
    }

    private static KeyTree Of<T>(KeyTable<T> table)
    {
        var tree = new KeyTree();
        tree.AddAll(table, row => row.IsOnlySetting ? null : row.Name);
        return tree;
    }

    private void AddProcesses()
    {
        var settings = new KeyTree();
        settings.AddAll(ProcessKeys.All, row => row.Setting);
        settings.AddAll(SettingsKeys.All, row => row.Name);
        keys["processes"] = new() { EveryKey = Of(ProcessKeys.All) };
        keys["settings"] = settings;
    }

    private void AddAll<T>(KeyTable<T> table, Func<Key<T>, string?> pathOf)
    {
        foreach (var row in table.Rows.Where(row => !row.IsDerived))
        {
            if (pathOf(row) is { } path)
            {
                At(path).Facts = KeyFacts.Of(row);
            }
        }
    }

    private KeyTree At(string path)
    {
        var tree = this;
        foreach (var name in path.Split('.'))
        {
            if (!tree.keys.TryGetValue(name, out var below))
            {
                tree.keys.Add(name, below = new());
            }

            tree = below;
        }

        return tree;
    }
}
