namespace ProcessProxy.Logs.Parts;

/// <summary>The bounds of what is read from a log at once.</summary>
internal static class LogLimits
{
    /// <value>64 KiB: a longer line is delivered in pieces of at most this many bytes.</value>
    public const int PieceBytes = 64 * 1024;

    /// <value>1 MiB: the end of a log is not followed further back into one line than this.</value>
    public const int LineBytes = 1024 * 1024;

    /// <value>32 MiB: the end of a log goes back no further than this, however many lines are asked for.</value>
    public const int PageBytes = 32 * 1024 * 1024;

    /// <value>64 KiB: how much is read at once.</value>
    public const int BlockBytes = 64 * 1024;
}
