namespace ProcessProxy.AspNetCore.Proxy.Forwarding.Streams;

/// <summary>Wraps another body, which it owns: it has the same headers, and no known length.</summary>
internal abstract class PassingContent : HttpContent
{
    /// <summary>Wraps <paramref name="inner"/>.</summary>
    protected PassingContent(HttpContent inner)
    {
        Inner = inner;
        foreach (var (name, values) in inner.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    /// <summary>Gets the inner body.</summary>
    protected HttpContent Inner { get; }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
