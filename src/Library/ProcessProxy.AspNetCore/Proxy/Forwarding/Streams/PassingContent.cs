namespace ProcessProxy.AspNetCore.Proxy.Forwarding.Streams;

/// <summary>Stands in front of another body, which it owns: it has that one's headers, and no length that is known beforehand.</summary>
internal abstract class PassingContent : HttpContent
{
    /// <summary>Takes over <paramref name="inner"/>.</summary>
    protected PassingContent(HttpContent inner)
    {
        Inner = inner;
        foreach (var (name, values) in inner.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    /// <summary>The other body.</summary>
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
