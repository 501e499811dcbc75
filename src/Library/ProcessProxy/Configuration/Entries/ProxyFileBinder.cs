using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration.Entries;

/// <summary>Reads <c>proxy.yaml</c> into entries.</summary>
internal static class ProxyFileBinder
{
    private const int HighestPort = 65535;

    private static readonly Dictionary<string, RouteType> RouteTypes = new(StringComparer.Ordinal)
    {
        ["proxy"] = RouteType.Proxy,
        ["static"] = RouteType.Static,
        ["redirect"] = RouteType.Redirect,
    };

    public static ProxyFileEntry Bind(ConfigNode root, string file, ProblemList problems)
    {
        var map = MapReader.Of(root, new(file, root.Line, root.Column, ""), problems);
        var entry = new ProxyFileEntry
        {
            Host = map.Text("host"),
            Port = map.Whole("port", 0, HighestPort),
            HttpsPort = map.Whole("httpsPort", 0, HighestPort),
            ProcessConfigFile = map.Text("processConfigFile"),
            Management = Management(map.Section("management")),
            Routes = [.. map.Sections("routes").Select(Route)],
        };
        map.RejectUnknown();
        return entry;
    }

    private static ManagementEntry Management(MapReader? map)
    {
        if (map is null)
        {
            return new();
        }

        var entry = new ManagementEntry
        {
            Host = map.Text("host"),
            Port = map.Whole("port", 0, HighestPort),
            ApiKey = map.Text("apiKey"),
        };
        map.RejectUnknown();
        return entry;
    }

    private static RouteEntry Route(MapReader map)
    {
        var entry = new RouteEntry
        {
            Place = map.Place,
            Domain = map.Text("domain"),
            Path = map.Text("path"),
            Type = map.Choice("type", RouteTypes),
            HasTarget = map.Find("target") is not null,
            Target = map.Text("target"),
            Ssl = map.Flag("ssl"),
            Rewrite = map.TextMap("rewrite"),
            Process = map.Text("process"),
            Headers = map.TextMap("headers"),
        };
        map.RejectUnknown();
        return entry;
    }
}
