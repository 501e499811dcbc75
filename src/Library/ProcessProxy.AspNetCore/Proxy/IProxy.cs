using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Proxy;

/// <summary>The reverse proxy, on its own listeners or in an application's pipeline.</summary>
internal interface IProxy : IAsyncDisposable
{
    /// <summary>Applies the routes of another configuration. If it throws, everything stays as it was.</summary>
    void Apply(ServerSpec changed);

    /// <summary>Returns the activity of each current route, in the order of the configuration.</summary>
    IReadOnlyList<RouteActivity> Activity();

    /// <summary>Waits until a process has no requests in progress.</summary>
    Task DrainAsync(string process, CancellationToken cancellationToken);

    /// <summary>Accepts no new requests and lets open ones complete, for a limited time.</summary>
    /// <param name="cancellationToken">Aborts them immediately.</param>
    Task StopAsync(CancellationToken cancellationToken);
}
