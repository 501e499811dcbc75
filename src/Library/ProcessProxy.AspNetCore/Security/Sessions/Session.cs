namespace ProcessProxy.AspNetCore.Security.Sessions;

/// <summary>Somebody who has shown the API key in a browser.</summary>
internal sealed class Session : IDisposable
{
    private readonly CancellationTokenSource ended;

    /// <summary>Begins one.</summary>
    /// <param name="csrfToken">What a page of ours sends with each command; another site's page cannot know it.</param>
    /// <param name="lifetime">After how long it ends whatever is done.</param>
    /// <param name="time">The clock.</param>
    public Session(string csrfToken, TimeSpan lifetime, TimeProvider time)
    {
        CsrfToken = csrfToken;
        ended = new CancellationTokenSource(lifetime, time);
        Ended = ended.Token;
        LastUsed = time.GetTimestamp();
    }

    /// <summary>What a page of ours sends with each command.</summary>
    public string CsrfToken { get; }

    /// <summary>When it was last used, by the monotonic clock.</summary>
    public long LastUsed { get; set; }

    /// <summary>Is cancelled when it ends, by its age, by signing out, or to make room: streams that it began end with it.</summary>
    public CancellationToken Ended { get; }

    public void Dispose()
    {
        ended.Cancel();
        ended.Dispose();
    }
}
