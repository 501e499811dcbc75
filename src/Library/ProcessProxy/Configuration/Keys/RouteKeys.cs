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
            DefaultSays = "any", Says = "`example.org`, or `*.example.org` for its subdomains; upper and lower case are the same",
        },
        new Key<RouteSpec, string>("path", new TextKind("begins with `/`", RoutePath.Check), route => route.Path, (route, value) => route with { Path = value })
        {
            Says = "with everything below it, by whole segments; a slash at the end makes no difference",
        },
        new Key<RouteSpec, string>(
            "type", new ChoiceKind<string>(("proxy", "proxy"), ("static", "static"), ("redirect", "redirect")), route => route.Action.Type,
            (route, value) => route with { Action = ActionOf(value) })
        {
            Says = "forward, serve files, or send elsewhere",
        },
        new Key<RouteSpec, ValueList<Uri>>("target", new TargetKind(isList: false), route => Forward(route)?.Targets, (route, value) => Set<ForwardSpec>(route, forward => forward with { Targets = value }))
        {
            Types = Forwarding, DefaultSays = "required for `proxy`", Says = "where requests go; its path is kept, `${NAME}` is expanded; no user, query or fragment",
        },
        new Key<RouteSpec, bool>("ssl", new FlagKind(), route => route.Ssl, (route, value) => route with { Ssl = value })
        {
            Says = "serve over HTTPS only",
        },
        new Key<RouteSpec, ValueList<RewriteRule>>("rewrite", new RewriteKind(), route => route.Rewrite, (route, value) => route with { Rewrite = value })
        {
            Types = ForwardingOrFiles, DefaultSays = "empty", Says = "tried in the order of the file on the path, the first match is applied; at most 2000 characters each",
        },
        new Key<RouteSpec, string>("process", new TextKind("id"), route => Forward(route)?.Process, (route, value) => Set<ForwardSpec>(route, forward => forward with { Process = value }))
        {
            Types = Forwarding, Says = "the process behind the route",
        },
        new Key<RouteSpec, ValueMap>(
            "headers", new HeadersKind(RouteHeaders.CheckRequest), route => Forward(route)?.Headers, (route, value) => Set<ForwardSpec>(route, forward => forward with { Headers = value }))
        {
            Types = Forwarding, DefaultSays = "empty", Says = "set on the forwarded request; an empty value removes one",
        },
        new Key<RouteSpec, ValueMap>(
            "responseHeaders", new HeadersKind(RouteHeaders.CheckAnswer), route => route.ResponseHeaders, (route, value) => route with { ResponseHeaders = value })
        {
            DefaultSays = "empty",
            Says = "set on the answer, whoever makes it; an empty value removes one; what lets an answer be kept (`Cache-Control`, …) not on one of 400 and above; not those that say where it ends (`Content-Length`, `Connection`, …)",
        },
        new Key<RouteSpec, ValueList<Uri>>(
            "targets", new TargetKind(isList: true), route => Forward(route)?.Targets,
            (route, value) => Set<ForwardSpec>(route, forward => forward with { Targets = [.. forward.Targets, .. value] }))
        {
            Types = Forwarding, DefaultSays = "`target` alone", Says = "several targets, 64 at most; `target`, if there, is the first of them",
        },
        new Key<RouteSpec, LoadBalancing>(
            "loadBalancing",
            new ChoiceKind<LoadBalancing>(
                ("round-robin", LoadBalancing.RoundRobin), ("least-requests", LoadBalancing.LeastRequests), ("power-of-two", LoadBalancing.PowerOfTwo), ("first", LoadBalancing.First)),
            route => Forward(route)?.LoadBalancing, (route, value) => Set<ForwardSpec>(route, forward => forward with { LoadBalancing = value }))
        {
            Types = Forwarding, Says = "how one of several is chosen",
        },
        new SectionKey<RouteSpec>("sessionAffinity", route => Set<ForwardSpec>(route, forward => forward with { AffinityCookie = forward.AffinityCookie ?? "" }))
        {
            Types = Forwarding, ShortForm = ShortForm.Flag, DefaultSays = "false",
            Says = "a cookie keeps a client at its target",
        },
        new Key<RouteSpec, string>(
            "sessionAffinity.cookie", new TextKind("text", RouteHeaders.CheckCookie), route => Forward(route)?.AffinityCookie,
            (route, value) => Set<ForwardSpec>(route, forward => forward with { AffinityCookie = value }))
        {
            DefaultSays = "`processproxy-affinity-` and eight digits of the route's domain and path", Says = "the name of the cookie",
        },
        new Key<RouteSpec, bool>("preserveHost", new FlagKind(), route => Forward(route)?.PreserveHost, (route, value) => Set<ForwardSpec>(route, forward => forward with { PreserveHost = value }))
        {
            Types = Forwarding, Says = "whether the target sees the `Host` the client sent, or its own",
        },
        new Key<RouteSpec, TimeSpan>("timeout", new DurationKind(1), route => Forward(route)?.Timeout, (route, value) => Set<ForwardSpec>(route, forward => forward with { Timeout = value }))
        {
            Types = Forwarding, Says = "how long nothing may move between proxy and target",
        },
        new SectionKey<RouteSpec>("hold", route => route)
        {
            Types = Forwarding, Says = "how requests wait for `process`",
        },
        new Key<RouteSpec, TimeSpan>("hold.timeout", new DurationKind(0), route => Forward(route)?.Hold.Timeout, (route, value) => Holding(route, hold => hold with { Timeout = value }))
        {
            Says = "how long a request waits for `process` to come up",
        },
        new Key<RouteSpec, int>("hold.maxRequests", new CountKind(0, MostRequests), route => Forward(route)?.Hold.MaxRequests, (route, value) => Holding(route, hold => hold with { MaxRequests = value }))
        {
            Says = "how many requests wait at once",
        },
        new Key<RouteSpec, long>(
            "maxRequestBody", new SizeKind(0, MostBytes), route => Forward(route)?.MaxRequestBody, (route, value) => Set<ForwardSpec>(route, forward => forward with { MaxRequestBody = value }))
        {
            Types = Forwarding, Says = "larger bodies are answered with 413",
        },
        new Key<RouteSpec, bool>("compression", new FlagKind(), route => route.Compression, (route, value) => route with { Compression = value })
        {
            Types = ForwardingOrFiles, Says = "compress answers for clients that ask for it",
        },
        new SectionKey<RouteSpec>("rateLimit", route => Limiting(route, limit => limit))
        {
            Says = "how many requests a client may send",
        },
        new Key<RouteSpec, int>("rateLimit.requests", new CountKind(1, MostRequests), route => route.RateLimit?.Requests, (route, value) => Limiting(route, limit => limit with { Requests = value }))
        {
            IsRequired = true, Says = "how many requests one client may send",
        },
        new Key<RouteSpec, TimeSpan>("rateLimit.window", new DurationKind(1), route => route.RateLimit?.Window, (route, value) => Limiting(route, limit => limit with { Window = value }))
        {
            Says = "in what time",
        },
        new SectionKey<RouteSpec>("hsts", route => Remembering(route, hsts => hsts))
        {
            ShortForm = ShortForm.Flag, DefaultSays = "false", Says = "tell browsers to use HTTPS only; needs `ssl: true`",
        },
        new Key<RouteSpec, int>("hsts.days", new CountKind(0, MostDays), route => (int?)route.Hsts?.MaxAge.TotalDays, (route, value) => Remembering(route, hsts => hsts with { MaxAge = TimeSpan.FromDays(value) }))
        {
            Says = "how long browsers remember it",
        },
        new Key<RouteSpec, bool>("hsts.includeSubDomains", new FlagKind(), route => route.Hsts?.IncludeSubDomains, (route, value) => Remembering(route, hsts => hsts with { IncludeSubDomains = value }))
        {
            Says = "for subdomains too",
        },
        new Key<RouteSpec, bool>("hsts.preload", new FlagKind(), route => route.Hsts?.Preload, (route, value) => Remembering(route, hsts => hsts with { Preload = value }))
        {
            Says = "let the domain be put into the browsers' own lists",
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
            Types = Files, Says = "answer requests for pages that name no file with the folder's `index.html`",
        },
        new Key<RouteSpec, bool>(
            "allowSymlinks", new FlagKind(), route => (route.Action as StaticFilesSpec)?.AllowSymlinks, (route, value) => Set<StaticFilesSpec>(route, files => files with { AllowSymlinks = value }))
        {
            Types = Files, Says = "whether symbolic links may lead out of the folder",
        },
        new Key<RouteSpec, string>(
            "redirectTo", new TextKind("URL or path", RedirectDestination.Check), route => (route.Action as RedirectSpec)?.To, (route, value) => Set<RedirectSpec>(route, redirect => redirect with { To = value }))
        {
            Types = Redirecting, DefaultSays = "required for `redirect`", Says = "where clients are sent; the rest of the path and the query follow when it ends with `/`",
        },
        new Key<RouteSpec, int>(
            "redirectStatus", new ChoiceKind<int>(("301", 301), ("302", 302), ("307", 307), ("308", 308)), route => (route.Action as RedirectSpec)?.Status,
            (route, value) => Set<RedirectSpec>(route, redirect => redirect with { Status = value }))
        {
            Types = Redirecting, Says = "the status of the answer",
        },
    ]);

    private static RouteAction ActionOf(string type) => type switch
    {
        "proxy" => new ForwardSpec(),
        "static" => new StaticFilesSpec { Folder = "" },
        "redirect" => new RedirectSpec { To = "" },
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "There are no such routes."),
    };

    private static ForwardSpec? Forward(RouteSpec route) => route.Action as ForwardSpec;

    /// <summary>The route with its action changed; a key that belongs to another type of route, which is reported, changes nothing.</summary>
    private static RouteSpec Set<T>(RouteSpec route, Func<T, T> change)
        where T : RouteAction => route.Action is T action ? route with { Action = change(action) } : route;

    private static RouteSpec Holding(RouteSpec route, Func<HoldSpec, HoldSpec> change) => Set<ForwardSpec>(route, forward => forward with { Hold = change(forward.Hold) });

    private static RouteSpec Limiting(RouteSpec route, Func<RateLimitSpec, RateLimitSpec> change) => route with { RateLimit = change(route.RateLimit ?? new() { Requests = 1 }) };

    private static RouteSpec Remembering(RouteSpec route, Func<HstsSpec, HstsSpec> change) => route with { Hsts = change(route.Hsts ?? new()) };
}
