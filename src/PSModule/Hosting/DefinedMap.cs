using ProcessProxy.PowerShell.Bridge;

namespace ProcessProxy.PowerShell.Hosting;

/// <summary>A key of a definition with its value, or with the keys of its map.</summary>
/// <param name="Name">The key.</param>
/// <param name="Value">The value; null for a map.</param>
/// <param name="Keys">The keys of the map; none for a value.</param>
internal sealed record DefinedMap(string Name, object? Value, IReadOnlyList<DefinedMap> Keys)
{
    /// <summary>Converts keys whose names have dots, such as <c>healthCheck.path</c>, to nested maps.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="below">The path of their map, with a dot at its end; empty for the definition.</param>
    public static IReadOnlyList<DefinedMap> Of(IEnumerable<DefinedKey> keys, string below = "") =>
    [
        .. keys.GroupBy(key => key.Key[below.Length..].Split('.')[0]).Select(section => section.First() is var only && only.Key == below + section.Key
            ? new DefinedMap(section.Key, only.Value, [])
            : new DefinedMap(section.Key, null, Of(section, $"{below}{section.Key}."))),
    ];
}
