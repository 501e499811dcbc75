namespace ProcessProxy.Logs.Parts;

/// <summary>The limits for one read of a log.</summary>
internal static class LogLimits
{
    /// <value>64 KiB: a longer line is returned in pieces of at most this many bytes.</value>
    public const int PieceBytes = 64 * 1024;

    /// <value>1 MiB: reading backwards goes no further than this into one line.</value>
    public const int LineBytes = 1024 * 1024;

    /// <value>32 MiB: reading backwards goes no further than this, however many lines are requested.</value>
    public const int PageBytes = 32 * 1024 * 1024;

    /// <value>64 KiB: the size of one read.</value>
    public const int BlockBytes = 64 * 1024;
}
