using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Connections;

/// <summary>A connection that counts as long as its socket is open.</summary>
internal sealed class BoundedConnection : ConnectionContext
{
    /// <summary>The time that a request continues after its client has stopped sending.</summary>
    /// <value>1 second: a client that has disconnected looks the same as one that has only closed its sending side (<c>nc -N</c>) and waits for the response.</value>
    public static readonly TimeSpan LastWord = TimeSpan.FromSeconds(1);

    private readonly ConnectionContext inner;
    private readonly ConnectionAllowance allowance;
    private readonly ClientKey? client;
    private readonly CancellationTokenSource closed = new();
    private readonly CancellationTokenRegistration closing;
    private bool hasLeft;

    /// <summary>Wraps <paramref name="inner"/>.</summary>
    /// <param name="inner">The connection.</param>
    /// <param name="allowance">The allowance that it was taken from.</param>
    /// <param name="client">The client that it is counted for.</param>
    public BoundedConnection(ConnectionContext inner, ConnectionAllowance allowance, ClientKey? client)
    {
        (this.inner, this.allowance, this.client) = (inner, allowance, client);
        ConnectionClosed = closed.Token;
        closing = inner.ConnectionClosed.UnsafeRegister(static closed => ((CancellationTokenSource)closed!).CancelAfter(LastWord), closed);
    }

    /// <inheritdoc/>
    public override string ConnectionId
    {
        get => inner.ConnectionId;
        set => inner.ConnectionId = value;
    }

    /// <inheritdoc/>
    public override IFeatureCollection Features => inner.Features;

    /// <inheritdoc/>
    public override IDictionary<object, object?> Items
    {
        get => inner.Items;
        set => inner.Items = value;
    }

    /// <inheritdoc/>
    public override IDuplexPipe Transport
    {
        get => inner.Transport;
        set => inner.Transport = value;
    }

    /// <inheritdoc/>
    public override CancellationToken ConnectionClosed { get; set; }

    /// <inheritdoc/>
    public override EndPoint? LocalEndPoint
    {
        get => inner.LocalEndPoint;
        set => inner.LocalEndPoint = value;
    }

    /// <inheritdoc/>
    public override EndPoint? RemoteEndPoint
    {
        get => inner.RemoteEndPoint;
        set => inner.RemoteEndPoint = value;
    }

    /// <inheritdoc/>
    public override void Abort(ConnectionAbortedException abortReason) => inner.Abort(abortReason);

    /// <inheritdoc/>
    public override void Abort() => inner.Abort();

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        // The socket is closed when this has completed.
        await inner.DisposeAsync().ConfigureAwait(false);
        await closing.DisposeAsync().ConfigureAwait(false);
        closed.Dispose();
        if (!Interlocked.Exchange(ref hasLeft, true))
        {
            allowance.Leave(client);
        }
    }
}
