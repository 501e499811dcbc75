namespace ProcessProxy.PowerShell;

/// <summary>A line of the output of a process.</summary>
public sealed class ManagedProcessLogLine
{
    internal ManagedProcessLogLine(ProcessInfo process, LogLine line)
    {
        Time = line.Timestamp;
        Stream = line.Stream;
        Name = process.Id;
        Instance = line.Instance ?? (process.IsOneOfSeveral ? process.Instance : null);
        Line = line.Line;
        IsAfterGap = line.AfterGap;
        LostBytes = line.LostBytes;
    }

    /// <summary>Gets when the line was written, in UTC.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>Gets the output that it came from.</summary>
    public LogStream Stream { get; }

    /// <summary>Gets the process that wrote it.</summary>
    public string Name { get; }

    /// <summary>Gets the number of the instance that wrote it; null for a process with one instance.</summary>
    public int? Instance { get; }

    /// <summary>Gets the line without its end.</summary>
    public string Line { get; }

    /// <summary>Gets whether lines between the previous one and this one are no longer available.</summary>
    internal bool IsAfterGap { get; }

    /// <summary>Gets the number of bytes before this line that are lost because somebody emptied the log.</summary>
    internal long LostBytes { get; }

    /// <summary>Returns the line.</summary>
    public override string ToString() => Line;
}
