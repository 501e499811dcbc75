namespace ProcessProxy.Configuration;

/// <summary>Specifies how one of several targets is chosen for a request.</summary>
public enum LoadBalancing
{
    /// <summary>The targets take turns.</summary>
    RoundRobin,

    /// <summary>The target with the fewest requests in progress.</summary>
    LeastRequests,

    /// <summary>Of two random targets, the one with fewer requests in progress.</summary>
    PowerOfTwo,

    /// <summary>The first target that is reachable.</summary>
    First,
}

/// <summary>Forwards requests to targets.</summary>
public sealed record ForwardSpec : RouteAction
{
    /// <summary>Gets the targets, each with its base path; empty if requests go to the instances of <see cref="Process"/>, which has a port.</summary>
    /// <value>The default is an empty list.</value>
    public ValueList<Uri> Targets { get; init; } = [];

    /// <summary>Gets how one of several targets is chosen.</summary>
    /// <value>The default is <see cref="LoadBalancing.RoundRobin"/>.</value>
    public LoadBalancing LoadBalancing { get; init; } = LoadBalancing.RoundRobin;

    /// <summary>Gets the name of the cookie that keeps a client at its first target; null for none.</summary>
    /// <value>The default is null.</value>
    public string? AffinityCookie { get; init; }

    /// <summary>Gets the id of the process behind the route; null for none.</summary>
    /// <value>The default is null.</value>
    public string? Process { get; init; }

    /// <summary>Gets how requests wait while <see cref="Process"/> is not ready.</summary>
    /// <value>The default is a <see cref="HoldSpec"/> with its own defaults.</value>
    public HoldSpec Hold { get; init; } = new();

    /// <summary>Gets the headers to set on the forwarded request; an empty value removes a header.</summary>
    /// <value>The default is no headers.</value>
    public ValueMap Headers { get; init; } = ValueMap.Empty;

    /// <summary>Gets whether the client's <c>Host</c> is sent to the target instead of the target's own.</summary>
    /// <value>The default is true.</value>
    public bool PreserveHost { get; init; } = true;

    /// <summary>Gets the longest time without data between the proxy and the target before a request is aborted.</summary>
    /// <value>The default is 100 seconds.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Gets the size of the largest request body in bytes; null for no limit.</summary>
    /// <value>A size in bytes. The default is null.</value>
    public long? MaxRequestBody { get; init; }

    /// <summary>Gets the first of the <see cref="Targets"/>, for most routes the only one; null if there is none.</summary>
    internal Uri? Target => Targets.Count == 0 ? null : Targets[0];

    /// <summary>Gets whether requests go to the instances of <see cref="Process"/>, each on its own port.</summary>
    internal bool UsesInstances => Targets.Count == 0 && Process is not null;

    internal override string Type => "proxy";
}

/// <summary>Specifies how requests wait for a process that is not ready.</summary>
public sealed record HoldSpec
{
    /// <summary>Gets how long a request waits.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets the number of requests that can wait at the same time.</summary>
    /// <value>A number of requests. The default is 100.</value>
    public int MaxRequests { get; init; } = 100;
}
