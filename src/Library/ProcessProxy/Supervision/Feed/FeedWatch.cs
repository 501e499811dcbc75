namespace ProcessProxy.Supervision.Feed;

/// <summary>Calls an action whenever a process has changed, until it is disposed.</summary>
internal sealed class FeedWatch : IDisposable
{
    private readonly StateFeed feed;
    private readonly string id;
    private readonly Action changed;

    /// <param name="feed">The changes.</param>
    /// <param name="id">The process.</param>
    /// <param name="changed">Called after each change. Must be fast.</param>
    public FeedWatch(StateFeed feed, string id, Action changed)
    {
        (this.feed, this.id, this.changed) = (feed, id, changed);
        feed.Changed += Tell;
    }

    /// <inheritdoc/>
    public void Dispose() => feed.Changed -= Tell;

    private void Tell(string process)
    {
        if (process == id)
        {
            changed();
        }
    }
}
