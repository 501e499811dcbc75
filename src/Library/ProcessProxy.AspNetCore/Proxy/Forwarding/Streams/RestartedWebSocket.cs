using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding.Streams;

/// <summary>
/// Handles a WebSocket whose program may exit at any time, or this server: then the client receives that the service restarts
/// (1012) instead of losing its connection.
/// </summary>
internal sealed class RestartedWebSocket : IHttpUpgradeFeature, IHttpExtendedConnectFeature
{
    private const string WebSocket = "websocket";
    private readonly IHttpUpgradeFeature? upgrade;
    private readonly IHttpExtendedConnectFeature? connect;
    private CancellationToken closing;
    private WebSocketStream? stream;

    private RestartedWebSocket(IHttpUpgradeFeature? upgrade, IHttpExtendedConnectFeature? connect)
    {
        this.upgrade = upgrade;
        this.connect = connect;
    }

    /// <inheritdoc/>
    public bool IsUpgradableRequest => upgrade?.IsUpgradableRequest ?? false;

    /// <inheritdoc/>
    public bool IsExtendedConnect => connect?.IsExtendedConnect ?? false;

    /// <inheritdoc/>
    public string? Protocol => connect?.Protocol;

    /// <summary>Gets whether the proxy has closed it towards the program, in place of the client.</summary>
    public bool IsReplaced => stream is { IsReplaced: true };

    /// <summary>Observes a request that asks for a WebSocket; returns null for any other.</summary>
    /// <param name="context">The request.</param>
    /// <param name="closingOf">Returns a token that is canceled when the WebSocket must end.</param>
    public static RestartedWebSocket? Watch(HttpContext context, Func<HttpContext, CancellationToken> closingOf)
    {
        var watched = Find(context);
        watched?.closing = closingOf(context);
        return watched;
    }

    /// <summary>Returns whether a request asks for a WebSocket that is observed.</summary>
    public static bool IsWatched(HttpContext context) =>
        context.Features.Get<IHttpUpgradeFeature>() is RestartedWebSocket || context.Features.Get<IHttpExtendedConnectFeature>() is RestartedWebSocket;

    private static RestartedWebSocket? Find(HttpContext context)
    {
        if (HttpMethods.IsConnect(context.Request.Method))
        {
            var connect = context.Features.Get<IHttpExtendedConnectFeature>();
            return connect is { IsExtendedConnect: true, Protocol: WebSocket } ? Put(context, connect as RestartedWebSocket ?? new(null, connect)) : null;
        }

        if (context.Request.Headers.Upgrade.Count == 0
            || !context.Request.Headers.Upgrade.ToString().Equals(WebSocket, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var upgrade = context.Features.Get<IHttpUpgradeFeature>();
        return upgrade is { IsUpgradableRequest: true } ? Put(context, upgrade as RestartedWebSocket ?? new(upgrade, null)) : null;
    }

    /// <inheritdoc/>
    public async Task<Stream> UpgradeAsync() => stream = new WebSocketStream(await upgrade!.UpgradeAsync().ConfigureAwait(false), closing);

    /// <inheritdoc/>
    public async ValueTask<Stream> AcceptAsync() => stream = new WebSocketStream(await connect!.AcceptAsync().ConfigureAwait(false), closing);

    /// <summary>Ends the WebSocket if there was one.</summary>
    public Task CloseAsync(CancellationToken cancellationToken) => stream?.CloseAsync(cancellationToken) ?? Task.CompletedTask;

    private static RestartedWebSocket Put(HttpContext context, RestartedWebSocket watched)
    {
        if (watched.connect is null)
        {
            context.Features.Set<IHttpUpgradeFeature>(watched);
        }
        else
        {
            context.Features.Set<IHttpExtendedConnectFeature>(watched);
        }

        return watched;
    }
}
