using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding.Streams;

/// <summary>Reads a stream that ends normally if it breaks off, and when it must end.</summary>
/// <param name="inner">The stream.</param>
/// <param name="closing">Canceled when it must end.</param>
internal sealed class EndingStream(Stream inner, CancellationToken closing) : PassingStream(inner)
{
    private readonly EitherToken either = new(closing);

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await Inner.ReadAsync(buffer, either.With(cancellationToken)).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The program exited. Every event that arrived has been passed on; an end without a final chunk is an end.
            return 0;
        }
        catch (OperationCanceledException) when (closing.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // The program is about to end. The client reconnects, to another instance.
            return 0;
        }
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        either.Dispose();
        return base.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        either.Dispose();
        base.Dispose(disposing);
    }
}
