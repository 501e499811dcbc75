namespace ProcessProxy.Configuration;

/// <summary>Configures by code the cookie that keeps a client at its target.</summary>
public sealed class SessionAffinityOptions
{
    private readonly SetKeys<RouteSpec> keys;

    internal SessionAffinityOptions(SetKeys<RouteSpec> keys) => this.keys = keys;

    /// <summary>Gets or sets whether there is such a cookie.</summary>
    /// <value>The default is false, or true once <see cref="Cookie"/> is set.</value>
    public bool Enabled { get => keys.IsPresent; set => keys.IsPresent = value; }

    /// <summary>Gets or sets the name of the cookie.</summary>
    /// <value>The default is <c>processproxy-affinity-</c> and eight digits that depend on the domain and path of the route.</value>
    public string? Cookie { get => keys.Find<string>(); set => keys.Set(value); }
}

/// <summary>Configures by code how requests wait for a process that is about to answer.</summary>
public sealed class HoldOptions
{
    private readonly SetKeys<RouteSpec> keys;

    internal HoldOptions(SetKeys<RouteSpec> keys) => this.keys = keys;

    /// <inheritdoc cref="HoldSpec.Timeout"/>
    public TimeSpan Timeout { get => keys.Get<TimeSpan>(); set => keys.Set(value); }

    /// <inheritdoc cref="HoldSpec.MaxRequests"/>
    public int MaxRequests { get => keys.Get<int>(); set => keys.Set(value); }
}

/// <summary>Configures by code how many requests one client may send.</summary>
public sealed class RateLimitOptions
{
    private readonly SetKeys<RouteSpec> keys;

    internal RateLimitOptions(SetKeys<RouteSpec> keys) => this.keys = keys;

    /// <inheritdoc cref="RateLimitSpec.Requests"/>
    /// <value>The default is null; a limit requires it.</value>
    public int? Requests { get => keys.FindValue<int>(); set => keys.SetValue(value); }

    /// <inheritdoc cref="RateLimitSpec.Window"/>
    public TimeSpan Window { get => keys.Get<TimeSpan>(); set => keys.Set(value); }
}

/// <summary>Configures by code what browsers are told about using HTTPS only.</summary>
public sealed class HstsOptions
{
    private readonly SetKeys<RouteSpec> keys;

    internal HstsOptions(SetKeys<RouteSpec> keys) => this.keys = keys;

    /// <summary>Gets or sets whether browsers are told.</summary>
    /// <value>The default is false, or true once another property here is set.</value>
    public bool Enabled { get => keys.IsPresent; set => keys.IsPresent = value; }

    /// <summary>Gets or sets how many days browsers remember it.</summary>
    /// <value>A number of days. The default is 365.</value>
    public int Days { get => keys.Get<int>(); set => keys.Set(value); }

    /// <inheritdoc cref="HstsSpec.IncludeSubDomains"/>
    public bool IncludeSubDomains { get => keys.Get<bool>(); set => keys.Set(value); }

    /// <inheritdoc cref="HstsSpec.Preload"/>
    public bool Preload { get => keys.Get<bool>(); set => keys.Set(value); }
}
