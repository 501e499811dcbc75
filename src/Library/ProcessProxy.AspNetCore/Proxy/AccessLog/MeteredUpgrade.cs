using Microsoft.AspNetCore.Http.Features;

namespace ProcessProxy.AspNetCore.Proxy.AccessLog;

/// <summary>A connection after an upgrade (HTTP/1.1) or an extended CONNECT (HTTP/2) that counts its bytes.</summary>
internal sealed class MeteredUpgrade(IHttpUpgradeFeature? upgrade, IHttpExtendedConnectFeature? connect, AccessLogEntry entry)
    : IHttpUpgradeFeature, IHttpExtendedConnectFeature
{
    /// <inheritdoc/>
    public bool IsUpgradableRequest => upgrade?.IsUpgradableRequest ?? false;

    /// <inheritdoc/>
    public bool IsExtendedConnect => connect?.IsExtendedConnect ?? false;

    /// <inheritdoc/>
    public string? Protocol => connect?.Protocol;

    /// <summary>Starts counting if the request asks for such a connection.</summary>
    public static void Attach(IFeatureCollection features, AccessLogEntry entry)
    {
        if (features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
        {
            features.Set<IHttpUpgradeFeature>(new MeteredUpgrade(upgrade, null, entry));
        }

        if (features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect)
        {
            features.Set<IHttpExtendedConnectFeature>(new MeteredUpgrade(null, connect, entry));
        }
    }

    /// <inheritdoc/>
    public async Task<Stream> UpgradeAsync() => new MeteredStream(await upgrade!.UpgradeAsync().ConfigureAwait(false), entry);

    /// <inheritdoc/>
    public async ValueTask<Stream> AcceptAsync() => new MeteredStream(await connect!.AcceptAsync().ConfigureAwait(false), entry);
}
