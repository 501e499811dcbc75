using ProcessProxy.Configuration.Keys;

namespace ProcessProxy.Configuration.Resolving;

/// <summary><c>proxy.yaml</c> as it was written, or what code has set for it.</summary>
/// <param name="Keys">Its own keys.</param>
/// <param name="Routes">The routes.</param>
/// <param name="Certificates">The certificates from files.</param>
/// <param name="Processes">The processes; null if their file cannot be read, which is reported.</param>
internal sealed record ServerFile(
    Written<ServerSpec> Keys, IReadOnlyList<Written<RouteSpec>> Routes, IReadOnlyList<Written<CertificateSpec>> Certificates, WrittenProcesses? Processes)
{
    /// <summary>Gets the file that stands for a missing one.</summary>
    public static ServerFile None { get; } = new(new(new("", 1, 1, ""), []), [], [], WrittenProcesses.None);

    /// <summary>Gets whether the file itself contains <c>processes</c> or <c>settings</c>.</summary>
    public bool HasProcesses { get; private init; }

    /// <summary>Reads the file.</summary>
    public static ServerFile Read(MapReader map)
    {
        var file = new ServerFile(
            ServerKeys.All.Read(map), All(map, "routes", RouteKeys.All), map.Section("tls") is { } tls ? All(tls, "certificates", ServerKeys.Certificates) : [],
            WrittenProcesses.Read(map))
        {
            HasProcesses = map.Section("processes") is not null || map.Section("settings") is not null,
        };
        map.RejectUnknown(allowsExtensions: true);
        return file;
    }

    /// <summary>Returns this file with another over it: its keys win, and its routes, certificates and processes come after those of this file.</summary>
    public ServerFile Under(ServerFile other) => new(
        Keys.Under(other.Keys), [.. Routes, .. other.Routes], [.. Certificates, .. other.Certificates],
        Processes is { } own && other.Processes is { } others ? own.Under(others) : null);

    private static List<Written<T>> All<T>(MapReader map, string key, KeyTable<T> table)
    {
        var all = new List<Written<T>>();
        foreach (var item in map.Items(key))
        {
            all.Add(table.Read(item));
            item.RejectUnknown();
        }

        return all;
    }
}
