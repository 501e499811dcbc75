using ProcessProxy.Configuration.Keys;
using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration;

/// <summary>
/// Configures a route by code, with the keys that it has in a file. Values are taken as they are: nothing is expanded. They are checked when
/// the configuration is loaded, as those of a file.
/// </summary>
public sealed class RouteOptions
{
    private readonly SetKeys<RouteSpec> keys = new(
        RouteKeys.All,
        new RouteSpec { Action = new ForwardSpec(), Hsts = new(), RateLimit = new() { Requests = 0 } },
        new RouteSpec { Action = new StaticFilesSpec { Folder = "" } },
        new RouteSpec { Action = new RedirectSpec { To = "" } });

    internal RouteOptions()
    {
        SessionAffinity = new(keys.Section("sessionAffinity"));
        Hold = new(keys.Section("hold"));
        RateLimit = new(keys.Section("rateLimit"));
        Hsts = new(keys.Section("hsts"));
        keys.SetLate(() => Late(Headers), nameof(Headers));
        keys.SetLate(() => Late(ResponseHeaders), nameof(ResponseHeaders));
        keys.SetLate<ValueList<RewriteRule>>(
            () => Rewrite.Count == 0 ? null : [.. Rewrite.Select(rule => new RewriteRule(rule.Key, rule.Value))], nameof(Rewrite));

        static ValueMap? Late(IDictionary<string, string> entries) => entries.Count == 0 ? null : new(entries);
    }

    /// <inheritdoc cref="RouteSpec.Domain"/>
    public string? Domain { get => keys.Find<string>(); set => keys.Set(value); }

    /// <inheritdoc cref="RouteSpec.Path"/>
    public string Path { get => keys.Get<string>(); set => keys.Set(value); }

    /// <summary>Gets or sets what the route does with a request: <c>proxy</c>, <c>static</c> or <c>redirect</c>.</summary>
    /// <value>The default is <c>proxy</c>.</value>
    public string Type { get => keys.Get<string>(); set => keys.SetText<string>(value, Text(value)); }

    /// <summary>Gets or sets the http or https URL that requests go to; its path is kept.</summary>
    /// <value>The default is null; a <c>proxy</c> route requires this or <see cref="Targets"/>.</value>
    public string? Target { get => (string?)keys.FindText<ValueList<Uri>>(); set => keys.SetText<ValueList<Uri>>(value, Text(value)); }

    /// <inheritdoc cref="RouteSpec.Ssl"/>
    public bool Ssl { get => keys.Get<bool>(); set => keys.Set(value); }

    /// <summary>Gets the regular expressions and their replacements that change the path, in the order in which they are tried; the first that matches is applied.</summary>
    /// <value>The default is no rules.</value>
    public IDictionary<string, string> Rewrite { get; } = new OrderedDictionary<string, string>(StringComparer.Ordinal);

    /// <inheritdoc cref="ForwardSpec.Process"/>
    public string? Process { get => keys.Find<string>(); set => keys.Set(value); }

    /// <inheritdoc cref="ForwardSpec.Headers"/>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <inheritdoc cref="RouteSpec.ResponseHeaders"/>
    public IDictionary<string, string> ResponseHeaders { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets or sets several http or https URLs that requests go to, 64 at most; <see cref="Target"/>, if set, is the first of them.</summary>
    /// <value>The default is an empty list.</value>
    public IReadOnlyList<string> Targets
    {
        get => (IReadOnlyList<string>?)keys.FindText<ValueList<Uri>>() ?? [];
        set => keys.SetText<ValueList<Uri>>(value, value is null ? null : new ListNode(0, 0, [.. value.Select(target => Text(target ?? "")!)], value.Count + 1));
    }

    /// <inheritdoc cref="ForwardSpec.LoadBalancing"/>
    public LoadBalancing LoadBalancing { get => keys.Get<LoadBalancing>(); set => keys.Set(value); }

    /// <summary>Gets the cookie that keeps a client at its target.</summary>
    public SessionAffinityOptions SessionAffinity { get; }

    /// <inheritdoc cref="ForwardSpec.PreserveHost"/>
    public bool PreserveHost { get => keys.Get<bool>(); set => keys.Set(value); }

    /// <inheritdoc cref="ForwardSpec.Timeout"/>
    public TimeSpan Timeout { get => keys.Get<TimeSpan>(); set => keys.Set(value); }

    /// <inheritdoc cref="ForwardSpec.Hold"/>
    public HoldOptions Hold { get; }

    /// <inheritdoc cref="ForwardSpec.MaxRequestBody"/>
    public long? MaxRequestBody { get => keys.FindValue<long>(); set => keys.SetValue(value); }

    /// <inheritdoc cref="RouteSpec.Compression"/>
    public bool Compression { get => keys.Get<bool>(); set => keys.Set(value); }

    /// <summary>Gets how many requests a client may send. To set anything here limits them.</summary>
    public RateLimitOptions RateLimit { get; }

    /// <summary>Gets what browsers are told about using HTTPS only.</summary>
    public HstsOptions Hsts { get; }

    /// <summary>Gets or sets the folder that a <c>static</c> route serves, relative to the project directory.</summary>
    /// <value>The default is null; a <c>static</c> route requires it.</value>
    public string? StaticPath { get => keys.Find<string>(); set => keys.Set(value); }

    /// <inheritdoc cref="StaticFilesSpec.SpaFallback"/>
    public bool SpaFallback { get => keys.Get<bool>(); set => keys.Set(value); }

    /// <inheritdoc cref="StaticFilesSpec.AllowSymlinks"/>
    public bool AllowSymlinks { get => keys.Get<bool>(); set => keys.Set(value); }

    /// <inheritdoc cref="RedirectSpec.To"/>
    /// <value>The default is null; a <c>redirect</c> route requires it.</value>
    public string? RedirectTo { get => keys.Find<string>(); set => keys.Set(value); }

    /// <inheritdoc cref="RedirectSpec.Status"/>
    public int RedirectStatus { get => keys.FindValue<int>() ?? new RedirectSpec { To = "" }.Status; set => keys.Set(value); }

    internal Written<RouteSpec> Write(int index, Reading reading) => keys.Write(Place.InCode($"routes[{index}]"), reading);

    private static ScalarNode? Text(string? text) => text is null ? null : new(0, 0, text, isPlain: false);
}
