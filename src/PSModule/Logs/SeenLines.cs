namespace ProcessProxy.PowerShell.Logs;

/// <summary>
/// Finds the place to go on at when a log is followed anew from further back: after the last few lines that were seen, in
/// their order, and not before their time. Times alone would not do, since what a program wrote around the death of its server
/// is dated later by the next one.
/// </summary>
internal sealed class SeenLines
{
    private const int Memory = 20;

    /// <summary>What was written before comes at once; a line that comes alone is new.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);
    private readonly Queue<string> recent = new();
    private DateTimeOffset last;
    private List<LogLine>? unplaced;
    private long lastArrival;

    /// <summary>Whether any line was seen.</summary>
    public bool Any => recent.Count > 0;

    /// <summary>The lines that follow may be old ones.</summary>
    public void BeginAgain()
    {
        unplaced = Any ? [] : null;
        lastArrival = TimeProvider.System.GetTimestamp();
    }

    /// <summary>Takes a line that came, and gives those that are new by now.</summary>
    public IReadOnlyList<LogLine> Take(LogLine line)
    {
        if (unplaced is null)
        {
            Note(line);
            return [line];
        }

        var isLate = TimeProvider.System.GetElapsedTime(lastArrival) > Silence;
        lastArrival = TimeProvider.System.GetTimestamp();
        unplaced.Add(line);
        if (line.Timestamp >= last && EndsWithSeen(unplaced))
        {
            unplaced = null;
            return [];
        }

        return isLate || unplaced.Count >= LogQuery.MaxLines ? GiveUp(unplaced) : [];
    }

    private bool EndsWithSeen(List<LogLine> lines) =>
        lines.Count >= recent.Count && lines.Skip(lines.Count - recent.Count).Select(line => line.Line).SequenceEqual(recent);

    /// <summary>The place is gone, as when a log was removed: what is later than the last line is new.</summary>
    private List<LogLine> GiveUp(List<LogLine> lines)
    {
        unplaced = null;
        var later = lines.FindAll(line => line.Timestamp > last);
        later.ForEach(Note);
        return later;
    }

    private void Note(LogLine line)
    {
        recent.Enqueue(line.Line);
        last = line.Timestamp;
        if (recent.Count > Memory)
        {
            recent.Dequeue();
        }
    }
}
