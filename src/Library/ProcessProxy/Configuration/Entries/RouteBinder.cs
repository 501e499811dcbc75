using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Entries;

/// <summary>Reads one of <c>routes</c>.</summary>
internal static class RouteBinder
{
    private const int MostRequests = 1_000_000;
    private const int MostDays = 3650;
    private const long MostBytes = 1L << 50;

    private static readonly Dictionary<string, RouteType> Types = new(StringComparer.Ordinal)
    {
        ["proxy"] = RouteType.Proxy,
        ["static"] = RouteType.Static,
        ["redirect"] = RouteType.Redirect,
    };

    private static readonly Dictionary<string, LoadBalancing> LoadBalancings = new(StringComparer.Ordinal)
    {
        ["round-robin"] = LoadBalancing.RoundRobin,
        ["least-requests"] = LoadBalancing.LeastRequests,
        ["power-of-two"] = LoadBalancing.PowerOfTwo,
        ["first"] = LoadBalancing.First,
    };

    private static readonly Dictionary<string, int> RedirectStatuses = new(StringComparer.Ordinal)
    {
        ["301"] = 301,
        ["302"] = 302,
        ["307"] = 307,
        ["308"] = 308,
    };

    private static readonly Dictionary<string, RouteType[]> TypesOfKey = new(StringComparer.Ordinal)
    {
        ["target"] = [RouteType.Proxy],
        ["targets"] = [RouteType.Proxy],
        ["loadBalancing"] = [RouteType.Proxy],
        ["sessionAffinity"] = [RouteType.Proxy],
        ["preserveHost"] = [RouteType.Proxy],
        ["timeout"] = [RouteType.Proxy],
        ["hold"] = [RouteType.Proxy],
        ["process"] = [RouteType.Proxy],
        ["headers"] = [RouteType.Proxy],
        ["maxRequestBody"] = [RouteType.Proxy],
        ["rewrite"] = [RouteType.Proxy, RouteType.Static],
        ["compression"] = [RouteType.Proxy, RouteType.Static],
        ["staticPath"] = [RouteType.Static],
        ["spaFallback"] = [RouteType.Static],
        ["allowSymlinks"] = [RouteType.Static],
        ["redirectTo"] = [RouteType.Redirect],
        ["redirectStatus"] = [RouteType.Redirect],
    };

    public static RouteEntry Bind(MapReader map)
    {
        var entry = new RouteEntry
        {
            Place = map.Place,
            Domain = map.Text("domain"),
            Path = map.Text("path"),
            Type = map.Choice("type", Types),
            Forwarding = Forwarding(map),
            StaticFiles = new()
            {
                Path = map.Path("staticPath"),
                SpaFallback = map.Flag("spaFallback"),
                AllowSymlinks = map.Flag("allowSymlinks"),
            },
            Redirect = new() { To = map.Text("redirectTo"), Status = map.Choice("redirectStatus", RedirectStatuses) },
            Ssl = map.Flag("ssl"),
            Hsts = Hsts(map.FlagOrSection("hsts")),
            Rewrite = map.TextMap("rewrite"),
            Process = map.Text("process"),
            Headers = map.TextMap("headers"),
            ResponseHeaders = map.TextMap("responseHeaders"),
            MaxRequestBody = map.Bytes("maxRequestBody", 0, MostBytes),
            Compression = map.Flag("compression"),
            RateLimit = RateLimit(map.Section("rateLimit")),
            TypedKeys = [.. TypedKeys(map)],
        };
        map.RejectUnknown();
        return entry;
    }

    private static ForwardingEntry Forwarding(MapReader map)
    {
        var hold = map.Section("hold");
        var entry = new ForwardingEntry
        {
            HasTarget = map.Find("target") is not null || map.Find("targets") is not null,
            Target = map.Text("target"),
            Targets = map.Texts("targets"),
            LoadBalancing = map.Choice("loadBalancing", LoadBalancings),
            AffinityCookie = AffinityCookie(map.FlagOrSection("sessionAffinity")),
            PreserveHost = map.Flag("preserveHost"),
            Timeout = map.Milliseconds("timeout", least: 1),
            HoldTimeout = hold?.Milliseconds("timeout"),
            HoldRequests = hold?.Whole("maxRequests", 0, MostRequests),
        };
        hold?.RejectUnknown();
        return entry;
    }

    private static string? AffinityCookie(MapReader? map)
    {
        if (map is null)
        {
            return null;
        }

        var name = map.Text("cookie");
        if (name is { } written && !written.Value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.'))
        {
            map.Problems.Add(written.Place, ProblemCodes.InvalidHeader, $"'{written.Value}' cannot be the name of a cookie: letters, digits, '-', '_' and '.' can.");
        }

        map.RejectUnknown();
        return name?.Value ?? "";
    }

    private static HstsEntry? Hsts(MapReader? map)
    {
        if (map is null)
        {
            return null;
        }

        var entry = new HstsEntry
        {
            Place = map.Place,
            Days = map.Whole("days", 0, MostDays),
            IncludeSubDomains = map.Flag("includeSubDomains"),
            Preload = map.Flag("preload"),
        };
        map.RejectUnknown();
        return entry;
    }

    private static RateLimitEntry? RateLimit(MapReader? map)
    {
        if (map is null)
        {
            return null;
        }

        var entry = new RateLimitEntry
        {
            Place = map.Place,
            HasRequests = map.Find("requests") is not null,
            Requests = map.Whole("requests", 1, MostRequests),
            Window = map.Milliseconds("window", least: 1),
        };
        map.RejectUnknown();
        return entry;
    }

    private static IEnumerable<TypedKey> TypedKeys(MapReader map) =>
        from entry in map.Entries
        where !entry.Value.IsEmpty && TypesOfKey.ContainsKey(entry.Key.Text)
        select new TypedKey(map.PlaceOf(entry.Key.Text, entry.Key), TypesOfKey[entry.Key.Text]);
}
