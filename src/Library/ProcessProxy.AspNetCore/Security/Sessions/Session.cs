namespace ProcessProxy.AspNetCore.Security.Sessions;

/// <summary>A session of a browser that has sent the API key.</summary>
internal sealed class Session : IDisposable
{
    private readonly CancellationTokenSource ended;

    /// <summary>Creates a session.</summary>
    /// <param name="csrfToken">The token that our pages send with each command; a page of another site cannot know it.</param>
    /// <param name="lifetime">The maximum lifetime, even if it is used.</param>
    /// <param name="time">The clock.</param>
    public Session(string csrfToken, TimeSpan lifetime, TimeProvider time)
    {
        CsrfToken = csrfToken;
        ended = new CancellationTokenSource(lifetime, time);
        Ended = ended.Token;
        LastUsed = time.GetTimestamp();
    }

    /// <summary>Gets the token that our pages send with each command.</summary>
    public string CsrfToken { get; }

    /// <summary>Gets or sets when it was last used, on the monotonic clock.</summary>
    public long LastUsed { get; set; }

    /// <summary>Gets a token that is canceled when the session ends, by its age, by signing out, or to make room: its streams end with it.</summary>
    public CancellationToken Ended { get; }

    public void Dispose()
    {
        ended.Cancel();
        ended.Dispose();
    }
}
