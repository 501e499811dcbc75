namespace ProcessProxy.AspNetCore.Connections;

/// <summary>
/// The departure of a server that another one replaces. From its beginning on, the next server accepts all connections; this one answers what it has, and
/// says in each answer that the connection ends, so that clients open a new one.
/// </summary>
internal sealed class Departure : IDisposable
{
    private readonly CancellationTokenSource begun = new();
    private readonly CancellationTokenSource streams = new();

    /// <summary>Gets whether it has begun.</summary>
    public bool HasBegun => begun.IsCancellationRequested;

    /// <summary>Gets a token that is canceled when it begins.</summary>
    public CancellationToken Begun => begun.Token;

    /// <summary>Begins it.</summary>
    public void Begin() => begun.Cancel();

    /// <summary>Gets a token that is canceled when WebSockets and event streams must end.</summary>
    public CancellationToken EndOfStreams => streams.Token;

    /// <summary>Ends WebSockets and event streams, because the next server accepts connections: their clients reconnect.</summary>
    public Task EndStreamsAsync() => streams.CancelAsync();

    /// <inheritdoc/>
    public void Dispose()
    {
        begun.Dispose();
        streams.Dispose();
    }
}
