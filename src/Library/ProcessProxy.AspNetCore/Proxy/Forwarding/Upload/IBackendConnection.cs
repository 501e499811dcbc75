namespace ProcessProxy.AspNetCore.Proxy.Forwarding.Upload;

/// <summary>The operations of an HTTP/1.1 connection to a backend that <see cref="RequestBody"/> needs.</summary>
internal interface IBackendConnection
{
    /// <summary>Gets the sending side.</summary>
    SendingSide Sending { get; }

    /// <summary>Writes to the backend, bypassing the HTTP client.</summary>
    ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Closes it, so that the backend does not treat half a body as a complete one.</summary>
    void Break();
}
