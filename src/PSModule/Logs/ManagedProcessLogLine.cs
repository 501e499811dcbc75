namespace ProcessProxy.PowerShell;

/// <summary>One line that a process wrote.</summary>
public sealed class ManagedProcessLogLine
{
    internal ManagedProcessLogLine(string name, LogLine line)
    {
        Time = line.Timestamp;
        Stream = line.Stream;
        Name = name;
        Line = line.Line;
        IsAfterGap = line.AfterGap;
        LostBytes = line.LostBytes;
    }

    /// <summary>When it was written, in UTC.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>Which output it came from.</summary>
    public LogStream Stream { get; }

    /// <summary>The process that wrote it.</summary>
    public string Name { get; }

    /// <summary>The line without its end.</summary>
    public string Line { get; }

    /// <summary>Whether lines between this one and the one before it are no longer there.</summary>
    internal bool IsAfterGap { get; }

    /// <summary>How many bytes before this line are lost, since somebody has emptied the log.</summary>
    internal long LostBytes { get; }

    /// <summary>The line.</summary>
    public override string ToString() => Line;
}
