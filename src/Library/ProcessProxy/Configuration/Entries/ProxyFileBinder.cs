using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration.Entries;

/// <summary>Reads <c>proxy.yaml</c> into entries.</summary>
internal static class ProxyFileBinder
{
    private const int HighestPort = 65535;

    private const long LeastLogSize = 1L << 10;
    private const long MostLogSize = 1L << 40;
    private const int MostLogFiles = 1000;

    private static readonly Dictionary<string, bool> Outputs = new(StringComparer.Ordinal) { ["file"] = false, ["stdout"] = true };

    private static readonly Dictionary<string, ReloadMode> Reloads = new(StringComparer.Ordinal)
    {
        ["auto"] = ReloadMode.Auto, ["manual"] = ReloadMode.Manual,
    };

    public static ProxyFileEntry Bind(ConfigNode root, string file, ProblemList problems) =>
        Bind(MapReader.Of(root, new(file, root.Line, root.Column, ""), problems));

    public static ProxyFileEntry Bind(MapReader map)
    {
        var entry = new ProxyFileEntry
        {
            Host = map.Text("host"),
            Port = map.Whole("port", 0, HighestPort),
            HttpsPort = map.Whole("httpsPort", 0, HighestPort),
            PublicHttpsPort = map.Whole("publicHttpsPort", 1, HighestPort),
            ProcessConfigFile = map.Path("processConfigFile"),
            Management = Management(map.Section("management")),
            Tls = TlsBinder.Bind(map.Section("tls")),
            TrustedProxies = map.Texts("trustedProxies"),
            AccessLog = AccessLog(map.FlagOrSection("accessLog")),
            Reload = map.Choice("reload", Reloads),
            Routes = [.. map.Sections("routes").Select(RouteBinder.Bind)],
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
            ApiKeyFile = map.Path("apiKeyFile"),
            Socket = map.Path("socket"),
            Group = map.Text("group"),
        };
        map.RejectUnknown();
        return entry;
    }

    private static AccessLogEntry? AccessLog(MapReader? map)
    {
        if (map is null)
        {
            return null;
        }

        var entry = new AccessLogEntry
        {
            ToOutput = map.Choice("output", Outputs),
            File = map.Path("file"),
            MaxSize = map.Bytes("maxSize", LeastLogSize, MostLogSize),
            MaxFiles = map.Whole("maxFiles", 1, MostLogFiles),
        };
        map.RejectUnknown();
        return entry;
    }
}
