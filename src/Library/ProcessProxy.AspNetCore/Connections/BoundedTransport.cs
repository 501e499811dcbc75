using System.Net;
using Microsoft.AspNetCore.Connections;

namespace ProcessProxy.AspNetCore.Connections;

/// <summary>Makes listeners that take no more connections than there may be.</summary>
/// <param name="inner">Makes them without any bound.</param>
/// <param name="allowance">How many connections there may be on an address.</param>
/// <param name="log">Is told that some had to be closed.</param>
internal sealed class BoundedTransport(IConnectionListenerFactory inner, Func<EndPoint, ConnectionAllowance> allowance, SheddingLog log)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    /// <inheritdoc/>
    public bool CanBind(EndPoint endpoint) => inner is IConnectionListenerFactorySelector choosy ? choosy.CanBind(endpoint) : endpoint is IPEndPoint;

    /// <inheritdoc/>
    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new BoundedListener(await inner.BindAsync(endpoint, cancellationToken).ConfigureAwait(false), allowance(endpoint), log);
}
