namespace ProcessProxy.Server.Guarding;

/// <summary>How long the guardian waits before it starts a server again: not at all after one that was up for a while, up to five seconds after others.</summary>
internal sealed class RestartPause
{
    /// <value>100 milliseconds.</value>
    public static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);

    /// <value>5 seconds.</value>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <value>500 milliseconds.</value>
    public static readonly TimeSpan While = TimeSpan.FromMilliseconds(500);

    private TimeSpan next;

    /// <summary>Returns the pause after a server has ended.</summary>
    /// <param name="up">How long it was up; null if it never was.</param>
    public TimeSpan After(TimeSpan? up)
    {
        if (up >= While)
        {
            next = TimeSpan.Zero;
        }

        var pause = next;
        next = pause == TimeSpan.Zero ? First : pause * 2 < Longest ? pause * 2 : Longest;
        return pause;
    }
}
