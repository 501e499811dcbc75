namespace ProcessProxy;

/// <summary>The limit on an incomplete response, which does not always come from one of our servers.</summary>
/// <param name="Of">The limited part, in words.</param>
/// <param name="Bytes">The size limit.</param>
/// <param name="IsPerEvent">Whether each event of a stream counts separately.</param>
internal sealed record SizeBound(string Of, long Bytes, bool IsPerEvent)
{
    /// <value>64 MB: a snapshot of tens of thousands of processes.</value>
    public static readonly SizeBound Event = new("an event", 64 * 1024 * 1024, IsPerEvent: true);

    /// <value>64 MB: a list of tens of thousands of processes.</value>
    public static readonly SizeBound Answer = new("its answer", 64 * 1024 * 1024, IsPerEvent: false);

    /// <value>512 MB: a page goes back 32 MB in each of two files, and a byte becomes up to six in JSON.</value>
    public static readonly SizeBound LogPage = new("its answer", 512 * 1024 * 1024, IsPerEvent: false);
}
