namespace ProcessProxy.Guarding;

/// <summary>How long the guardian waits before it starts a server again: not at all after one that was up for a while, longer each time after others.</summary>
internal sealed class RestartPause
{
    /// <value>100 milliseconds.</value>
    public static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);

    /// <value>500 milliseconds after a server that was up, but not for a while: clients are waiting.</value>
    public static readonly TimeSpan LongestAfterUp = TimeSpan.FromMilliseconds(500);

    /// <value>5 seconds after one that never was up.</value>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <value>500 milliseconds.</value>
    public static readonly TimeSpan While = TimeSpan.FromMilliseconds(500);

    private TimeSpan last = TimeSpan.Zero;
    private bool isFirst = true;

    /// <summary>Returns the pause after a server has ended.</summary>
    /// <param name="up">How long it was up; null if it never was.</param>
    public TimeSpan After(TimeSpan? up)
    {
        if (isFirst || up >= While)
        {
            isFirst = false;
            return last = TimeSpan.Zero;
        }

        var longest = up is null ? Longest : LongestAfterUp;
        last = last == TimeSpan.Zero ? First : last * 2;
        return last = last < longest ? last : longest;
    }
}
