namespace ProcessProxy.PowerShell.Logs;

/// <summary>
/// Finds the place to go on at when a log is followed anew from further back: after the last few lines that were seen, in
/// their order, and not before their time. Times alone would not do, since what a program wrote around the death of its server
/// is dated later by the next one.
/// </summary>
internal sealed class SeenLines
{
    private const int Memory = 20;

    /// <summary>What was written before comes at once: when nothing has come for so long, the place will not be found any more.</summary>
    /// <value>5 seconds.</value>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    private readonly Queue<string> recent = new();
    private DateTimeOffset last;
    private List<LogLine>? unplaced;

    /// <summary>Whether any line was seen.</summary>
    public bool Any => recent.Count > 0;

    /// <summary>Whether lines have come that are being kept until it is known which of them are new.</summary>
    public bool IsSearching => unplaced is { Count: > 0 };

    /// <summary>The lines that follow may be old ones.</summary>
    public void BeginAgain()
    {
        unplaced = Any ? [] : null;
    }

    /// <summary>Takes a line that came, and gives those that are new by now.</summary>
    public IReadOnlyList<LogLine> Take(LogLine line)
    {
        if (unplaced is null)
        {
            Note(line);
            return [line];
        }

        unplaced.Add(line);
        if (line.Timestamp >= last && EndsWithSeen(unplaced, unplaced.Count))
        {
            unplaced = null;
            return [];
        }

        return unplaced.Count >= LogQuery.MaxLines ? GiveUp() : [];
    }

    /// <summary>
    /// Looks no longer for a place that agrees in time: what follows the last lines with these texts is new, or without such lines
    /// (the log was removed, or is longer than can be asked for) what is later than the last that was seen.
    /// </summary>
    public IReadOnlyList<LogLine> GiveUp()
    {
        var lines = unplaced ?? [];
        unplaced = null;
        var place = Enumerable.Range(0, lines.Count + 1).LastOrDefault(end => EndsWithSeen(lines, end), -1);
        var fresh = place >= 0 ? lines[place..] : lines.FindAll(line => line.Timestamp > last);
        fresh.ForEach(Note);
        return fresh;
    }

    private bool EndsWithSeen(List<LogLine> lines, int end) =>
        end >= recent.Count && lines[(end - recent.Count)..end].Select(line => line.Line).SequenceEqual(recent);

    private void Note(LogLine line)
    {
        recent.Enqueue(line.Line);
        if (recent.Count > Memory)
        {
            recent.Dequeue();
        }

        last = line.Timestamp;
    }
}
