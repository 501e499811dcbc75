namespace ProcessProxy.PowerShell.Logs;

/// <summary>
/// Tells, when a log is followed anew from further back, which of its lines have been seen: those before the time of the last one,
/// and of those with just that time as many as there were.
/// </summary>
internal sealed class SeenLines
{
    private DateTimeOffset last;
    private int atLast;
    private int toSkip;

    /// <summary>Whether any line was seen.</summary>
    public bool Any { get; private set; }

    /// <summary>The lines that follow may be old ones.</summary>
    public void BeginAgain() => toSkip = atLast;

    /// <summary>Whether a line has not been seen yet; then it has been from now on.</summary>
    public bool IsNew(LogLine line)
    {
        if (Any && line.Timestamp < last && toSkip > 0)
        {
            return false;
        }

        if (line.Timestamp == last && toSkip > 0)
        {
            toSkip--;
            return false;
        }

        toSkip = 0;
        atLast = Any && line.Timestamp == last ? atLast + 1 : 1;
        (last, Any) = (line.Timestamp, true);
        return true;
    }
}
