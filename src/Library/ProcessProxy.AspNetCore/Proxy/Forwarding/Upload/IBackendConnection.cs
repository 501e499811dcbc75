namespace ProcessProxy.AspNetCore.Proxy.Forwarding.Upload;

/// <summary>What a <see cref="RequestBody"/> needs of an HTTP/1.1 connection to a backend.</summary>
internal interface IBackendConnection
{
    /// <summary>What is written to it, and by whom.</summary>
    SendingSide Sending { get; }

    /// <summary>Writes to the backend, past the HTTP client.</summary>
    ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Closes it, so that the backend does not take half a body for a whole one.</summary>
    void Break();
}
