using ProcessProxy.Configuration.Keys.Kinds;
using ProcessProxy.Configuration.Resolving;

namespace ProcessProxy.Configuration.Keys;

/// <summary>Lists the keys of a route: the only file that spells them. Defaults are those of the specs.</summary>
internal static class RouteKeys
{
    private const int MostRequests = 1_000_000;
    private const int MostDays = 3650;
    private const long MostBytes = 1L << 50;

    /// <summary>The keys that only some types of routes have, with those types.</summary>
    private static readonly string[] Forwarding = ["proxy"];
    private static readonly string[] Files = ["static"];
    private static readonly string[] Redirecting = ["redirect"];
    private static readonly string[] ForwardingOrFiles = ["proxy", "static"];

    /// <summary>The keys, in the order of the documentation. The type comes before the keys that belong to one.</summary>
    public static readonly KeyTable<RouteSpec> All = new(
    [
        new Key<RouteSpec, string>("domain", new TextKind("name", DomainName.Check), route => route.Domain, (route, value) => route with { Domain = value })
        {
            DefaultSays = "any", Says = "`example.org`, or `*.example.org` for its subdomains; not case-sensitive",
        },
        new Key<RouteSpec, string>("path", new TextKind("begins with `/`", RoutePath.Check), route => route.Path, (route, value) => route with { Path = value })
        {
            Says = "the path of the requests; it includes everything below it, in whole segments. A trailing slash makes no difference",
        },
        new Key<RouteSpec, string>(
            "type", new ChoiceKind<string>(("proxy", "proxy"), ("static", "static"), ("redirect", "redirect")), route => route.Action.Type,
            (route, value) => route with { Action = ActionOf(value) })
        {
            Says = "forward requests, serve files, or redirect",
        },
        new Key<RouteSpec, ValueList<Uri>>("target", new TargetKind(isList: false), route => Forward(route)?.Targets, (route, value) => Set<ForwardSpec>(route, forward => forward with { Targets = value }))
        {
            Types = Forwarding, DefaultSays = "required for `proxy` unless `process` has a port", Says = "the URL that requests are forwarded to. Its path is put before that of the request; `${NAME}` is expanded; a user, query or fragment is not allowed",
        },
        new Key<RouteSpec, bool>("ssl", new FlagKind(), route => route.Ssl, (route, value) => route with { Ssl = value })
        {
            Says = "serve over HTTPS only",
        },
        new Key<RouteSpec, ValueList<RewriteRule>>("rewrite", new RewriteKind(), route => route.Rewrite, (route, value) => route with { Rewrite = value })
        {
            Types = ForwardingOrFiles, DefaultSays = "empty", Says = "regular expressions and their replacements for the path, tried in the order of the file. The first match is applied; each has at most 2000 characters",
        },
        new Key<RouteSpec, string>("process", new TextKind("id"), route => Forward(route)?.Process, (route, value) => Set<ForwardSpec>(route, forward => forward with { Process = value }))
        {
            Types = Forwarding, Says = "the process behind the route. Without `target`, requests go to its instances, or to its `env.PORT` ([how](#ports-and-instances))",
        },
        new Key<RouteSpec, ValueMap>(
            "headers", new HeadersKind(RouteHeaders.CheckRequest), route => Forward(route)?.Headers, (route, value) => Set<ForwardSpec>(route, forward => forward with { Headers = value }))
        {
            Types = Forwarding, DefaultSays = "empty", Says = "headers to set on the forwarded request; an empty value removes a header",
        },
        new Key<RouteSpec, ValueMap>(
            "responseHeaders", new HeadersKind(RouteHeaders.CheckAnswer), route => route.ResponseHeaders, (route, value) => route with { ResponseHeaders = value })
        {
            DefaultSays = "empty",
            Says = "headers to set on every response of the route; an empty value removes a header. Caching headers (`Cache-Control`, …) are not set on responses with status 400 and above; framing headers (`Content-Length`, `Connection`, …) are not allowed",
        },
        new Key<RouteSpec, ValueList<Uri>>(
            "targets", new TargetKind(isList: true), route => Forward(route)?.Targets,
            (route, value) => Set<ForwardSpec>(route, forward => forward with { Targets = [.. forward.Targets, .. value] }))
        {
            Types = Forwarding, DefaultSays = "`target` alone", Says = "several targets, at most 64; `target`, if present, is the first of them",
        },
        new Key<RouteSpec, LoadBalancing>(
            "loadBalancing",
            new ChoiceKind<LoadBalancing>(
                ("round-robin", LoadBalancing.RoundRobin), ("least-requests", LoadBalancing.LeastRequests), ("power-of-two", LoadBalancing.PowerOfTwo), ("first", LoadBalancing.First)),
            route => Forward(route)?.LoadBalancing, (route, value) => Set<ForwardSpec>(route, forward => forward with { LoadBalancing = value }))
        {
            Types = Forwarding, Says = "how one of several targets or instances is chosen",
        },
        new SectionKey<RouteSpec>("sessionAffinity", route => Set<ForwardSpec>(route, forward => forward with { AffinityCookie = forward.AffinityCookie ?? "" }))
        {
            Types = Forwarding, ShortForm = ShortForm.Flag, DefaultSays = "false",
            Says = "use a cookie to keep a client at its target or instance",
        },
        new Key<RouteSpec, string>(
            "sessionAffinity.cookie", new TextKind("text", RouteHeaders.CheckCookie), route => Forward(route)?.AffinityCookie,
            (route, value) => Set<ForwardSpec>(route, forward => forward with { AffinityCookie = value }))
        {
            DefaultSays = "`processproxy-affinity-` and eight digits derived from the route's domain and path", Says = "the name of the cookie",
        },
        new Key<RouteSpec, bool>("preserveHost", new FlagKind(), route => Forward(route)?.PreserveHost, (route, value) => Set<ForwardSpec>(route, forward => forward with { PreserveHost = value }))
        {
            Types = Forwarding, Says = "send the client's `Host` to the target instead of the target's own",
        },
        new Key<RouteSpec, TimeSpan>("timeout", new DurationKind(1), route => Forward(route)?.Timeout, (route, value) => Set<ForwardSpec>(route, forward => forward with { Timeout = value }))
        {
            Types = Forwarding, Says = "the longest time without data between proxy and target",
        },
        new SectionKey<RouteSpec>("hold", route => route)
        {
            Types = Forwarding, MainKey = "timeout", Says = "how requests wait while `process` is not ready",
        },
        new Key<RouteSpec, TimeSpan>("hold.timeout", new DurationKind(0), route => Forward(route)?.Hold.Timeout, (route, value) => Holding(route, hold => hold with { Timeout = value }))
        {
            Says = "the time a request waits for `process` to become ready",
        },
        new Key<RouteSpec, int>("hold.maxRequests", new CountKind(0, MostRequests), route => Forward(route)?.Hold.MaxRequests, (route, value) => Holding(route, hold => hold with { MaxRequests = value }))
        {
            Says = "the number of requests that can wait at the same time",
        },
        new Key<RouteSpec, long>(
            "maxRequestBody", new SizeKind(0, MostBytes), route => Forward(route)?.MaxRequestBody, (route, value) => Set<ForwardSpec>(route, forward => forward with { MaxRequestBody = value }))
        {
            Types = Forwarding, Says = "the largest request body; larger ones are answered with 413",
        },
        new Key<RouteSpec, bool>("compression", new FlagKind(), route => route.Compression, (route, value) => route with { Compression = value })
        {
            Types = ForwardingOrFiles, Says = "compress responses for clients that accept it",
        },
        new SectionKey<RouteSpec>("rateLimit", route => Limiting(route, limit => limit))
        {
            MainKey = "requests", Says = "the limit on requests from one client",
        },
        new Key<RouteSpec, int>("rateLimit.requests", new CountKind(1, MostRequests), route => route.RateLimit?.Requests, (route, value) => Limiting(route, limit => limit with { Requests = value }))
        {
            IsRequired = true, Says = "the number of requests a client can send within `window`",
        },
        new Key<RouteSpec, TimeSpan>("rateLimit.window", new DurationKind(1), route => route.RateLimit?.Window, (route, value) => Limiting(route, limit => limit with { Window = value }))
        {
            Says = "the time in which the requests are counted",
        },
        new SectionKey<RouteSpec>("hsts", route => Remembering(route, hsts => hsts))
        {
            ShortForm = ShortForm.Flag, DefaultSays = "false", Says = "tell browsers to use HTTPS only; needs `ssl: true`",
        },
        new Key<RouteSpec, int>("hsts.days", new CountKind(0, MostDays), route => (int?)route.Hsts?.MaxAge.TotalDays, (route, value) => Remembering(route, hsts => hsts with { MaxAge = TimeSpan.FromDays(value) }))
        {
            Says = "how long browsers remember this, in days",
        },
        new Key<RouteSpec, bool>("hsts.includeSubDomains", new FlagKind(), route => route.Hsts?.IncludeSubDomains, (route, value) => Remembering(route, hsts => hsts with { IncludeSubDomains = value }))
        {
            Says = "apply this to subdomains too",
        },
        new Key<RouteSpec, bool>("hsts.preload", new FlagKind(), route => route.Hsts?.Preload, (route, value) => Remembering(route, hsts => hsts with { Preload = value }))
        {
            Says = "allow browser vendors to add the domain to their preload lists",
        },
        new Key<RouteSpec, string>(
            "staticPath", new PathKind(PathTarget.Folder, expands: true), route => (route.Action as StaticFilesSpec)?.Folder,
            (route, value) => Set<StaticFilesSpec>(route, files => files with { Folder = value }))
        {
            Types = Files, DefaultSays = "required for `static`", Says = "the folder to serve; `${NAME}` is expanded",
        },
        new Key<RouteSpec, bool>(
            "spaFallback", new FlagKind(), route => (route.Action as StaticFilesSpec)?.SpaFallback, (route, value) => Set<StaticFilesSpec>(route, files => files with { SpaFallback = value }))
        {
            Types = Files, Says = "answer page requests that match no file with the folder's `index.html`",
        },
        new Key<RouteSpec, bool>(
            "allowSymlinks", new FlagKind(), route => (route.Action as StaticFilesSpec)?.AllowSymlinks, (route, value) => Set<StaticFilesSpec>(route, files => files with { AllowSymlinks = value }))
        {
            Types = Files, Says = "allow symbolic links that lead out of the folder",
        },
        new Key<RouteSpec, string>(
            "redirectTo", new TextKind("URL or path", RedirectDestination.Check), route => (route.Action as RedirectSpec)?.To, (route, value) => Set<RedirectSpec>(route, redirect => redirect with { To = value }))
        {
            Types = Redirecting, DefaultSays = "required for `redirect`", Says = "where clients are redirected to. If it ends with `/`, the rest of the path and the query are appended",
        },
        new Key<RouteSpec, int>(
            "redirectStatus", new ChoiceKind<int>(("301", 301), ("302", 302), ("307", 307), ("308", 308)), route => (route.Action as RedirectSpec)?.Status,
            (route, value) => Set<RedirectSpec>(route, redirect => redirect with { Status = value }))
        {
            Types = Redirecting, Says = "the status code of the redirect",
        },
    ]);

    private static RouteAction ActionOf(string type) => type switch
    {
        "proxy" => new ForwardSpec(),
        "static" => new StaticFilesSpec { Folder = "" },
        "redirect" => new RedirectSpec { To = "" },
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "There is no such type of route."),
    };

    private static ForwardSpec? Forward(RouteSpec route) => route.Action as ForwardSpec;

    /// <summary>Returns the route with its action changed. A key that belongs to another type of route is reported elsewhere and changes nothing here.</summary>
    private static RouteSpec Set<T>(RouteSpec route, Func<T, T> change)
        where T : RouteAction => route.Action is T action ? route with { Action = change(action) } : route;

    private static RouteSpec Holding(RouteSpec route, Func<HoldSpec, HoldSpec> change) => Set<ForwardSpec>(route, forward => forward with { Hold = change(forward.Hold) });

    private static RouteSpec Limiting(RouteSpec route, Func<RateLimitSpec, RateLimitSpec> change) => route with { RateLimit = change(route.RateLimit ?? new() { Requests = 1 }) };

    private static RouteSpec Remembering(RouteSpec route, Func<HstsSpec, HstsSpec> change) => route with { Hsts = change(route.Hsts ?? new()) };
}
