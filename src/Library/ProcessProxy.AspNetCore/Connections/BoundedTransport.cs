using System.Net;
using Microsoft.AspNetCore.Connections;

namespace ProcessProxy.AspNetCore.Connections;

/// <summary>Creates listeners that limit their connections.</summary>
/// <param name="inner">Creates listeners without a limit.</param>
/// <param name="allowance">Returns the limit on the connections of an address.</param>
/// <param name="log">The log that reports closed connections.</param>
/// <param name="closed">Canceled when no more connections are accepted, although the listeners stay.</param>
internal sealed class BoundedTransport(IConnectionListenerFactory inner, Func<EndPoint, ConnectionAllowance> allowance, SheddingLog log, CancellationToken closed)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    /// <inheritdoc/>
    public bool CanBind(EndPoint endpoint) => inner is IConnectionListenerFactorySelector choosy ? choosy.CanBind(endpoint) : endpoint is IPEndPoint;

    /// <inheritdoc/>
    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new BoundedListener(await inner.BindAsync(endpoint, cancellationToken).ConfigureAwait(false), allowance(endpoint), log, closed);
}
