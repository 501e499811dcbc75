namespace ProcessProxy.Configuration;

/// <summary>Names how one of several targets is chosen for a request.</summary>
public enum LoadBalancing
{
    /// <summary>Each in turn.</summary>
    RoundRobin,

    /// <summary>The one with the fewest requests under way.</summary>
    LeastRequests,

    /// <summary>Of two at random the one with fewer requests under way.</summary>
    PowerOfTwo,

    /// <summary>The first that answers; the others stand by.</summary>
    First,
}

/// <summary>Forwards requests to targets.</summary>
public sealed record ForwardSpec : RouteAction
{
    /// <summary>Gets where requests go, each target with its base path.</summary>
    /// <value>None.</value>
    public ValueList<Uri> Targets { get; init; } = [];

    /// <summary>Gets how one of several targets is chosen.</summary>
    /// <value><see cref="LoadBalancing.RoundRobin"/>.</value>
    public LoadBalancing LoadBalancing { get; init; } = LoadBalancing.RoundRobin;

    /// <summary>Gets the name of the cookie that keeps a client at the target it was first sent to; null when none does.</summary>
    /// <value>Null.</value>
    public string? AffinityCookie { get; init; }

    /// <summary>Gets the id of the process behind the route; null for none.</summary>
    /// <value>Null.</value>
    public string? Process { get; init; }

    /// <summary>Gets how requests wait while <see cref="Process"/> comes up.</summary>
    public HoldSpec Hold { get; init; } = new();

    /// <summary>Gets the headers that are set on the forwarded request; an empty value removes one.</summary>
    /// <value>None.</value>
    public ValueMap Headers { get; init; } = ValueMap.Empty;

    /// <summary>Gets whether the target sees the <c>Host</c> that the client sent, or its own.</summary>
    /// <value>True.</value>
    public bool PreserveHost { get; init; } = true;

    /// <summary>Gets how long nothing may move between the proxy and the target before a request is given up.</summary>
    /// <value>100 seconds.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Gets the largest request body in bytes; null for any.</summary>
    /// <value>Null.</value>
    public long? MaxRequestBody { get; init; }

    /// <summary>The first of <see cref="Targets"/>, for most routes the only one; null when there is none.</summary>
    internal Uri? Target => Targets.Count == 0 ? null : Targets[0];

    internal override string Type => "proxy";
}

/// <summary>Decides how requests wait for a process that is about to answer.</summary>
public sealed record HoldSpec
{
    /// <summary>Gets how long a request waits.</summary>
    /// <value>30 seconds.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets how many requests wait at once.</summary>
    /// <value>100.</value>
    public int MaxRequests { get; init; } = 100;
}
