namespace ProcessProxy.AspNetCore.Proxy.Forwarding.Streams;

/// <summary>Combines a token with the one of each read of a stream. The latter is almost always the same, so both are combined only once.</summary>
/// <param name="first">A token; one that cannot be canceled costs nothing.</param>
internal sealed class EitherToken(CancellationToken first) : IDisposable
{
    private CancellationTokenSource? source;
    private CancellationToken second;

    /// <summary>Returns a token that is canceled with either.</summary>
    public CancellationToken With(CancellationToken other)
    {
        if (!first.CanBeCanceled)
        {
            return other;
        }

        if (source is null || other != second)
        {
            source?.Dispose();
            source = CancellationTokenSource.CreateLinkedTokenSource(first, other);
            second = other;
        }

        return source.Token;
    }

    /// <inheritdoc/>
    public void Dispose() => source?.Dispose();
}
