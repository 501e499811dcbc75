using ProcessProxy.Configuration.Keys;

namespace ProcessProxy.Configuration.Resolving;

/// <summary><c>proxy.yaml</c> as it was written.</summary>
/// <param name="Keys">Its own keys.</param>
/// <param name="Routes">The routes.</param>
/// <param name="Certificates">The certificates in files.</param>
/// <param name="Processes">The processes that stand in it.</param>
/// <param name="HasProcesses">Whether <c>processes</c> or <c>settings</c> stand in it.</param>
internal sealed record ServerFile(
    Written<ServerSpec> Keys, IReadOnlyList<Written<RouteSpec>> Routes, IReadOnlyList<Written<CertificateSpec>> Certificates, WrittenProcesses Processes, bool HasProcesses)
{
    /// <summary>Gets what stands where there is no such file.</summary>
    public static ServerFile None { get; } = new(new(new("", 1, 1, ""), []), [], [], WrittenProcesses.None, false);

    /// <summary>Reads the file.</summary>
    public static ServerFile Read(MapReader map)
    {
        var file = new ServerFile(
            ServerKeys.All.Read(map), All(map, "routes", RouteKeys.All), map.Section("tls") is { } tls ? All(tls, "certificates", ServerKeys.Certificates) : [],
            WrittenProcesses.Read(map), map.Section("processes") is not null || map.Section("settings") is not null);
        map.RejectUnknown(allowsExtensions: true);
        return file;
    }

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
