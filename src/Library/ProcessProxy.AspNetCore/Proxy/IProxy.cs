using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Proxy;

/// <summary>The reverse proxy, on listeners of its own or in an application's pipeline.</summary>
internal interface IProxy : IAsyncDisposable
{
    /// <summary>Puts the routes of another configuration into force. What it throws leaves everything as it was.</summary>
    void Apply(ServerSpec changed);

    /// <summary>What each route in force has done, in the order of the configuration.</summary>
    IReadOnlyList<RouteActivity> Activity();

    /// <summary>Ends when a process is answering no request any more.</summary>
    Task DrainAsync(string process, CancellationToken cancellationToken);

    /// <summary>Takes no new requests and lets open ones finish, for a while.</summary>
    /// <param name="cancellationToken">Cuts them at once.</param>
    Task StopAsync(CancellationToken cancellationToken);
}
