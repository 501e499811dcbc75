namespace ProcessProxy.Configuration;

/// <summary>Names how the two outputs of a process get to its log.</summary>
public enum OutputMode
{
    /// <summary>Both are the log.</summary>
    Merged,

    /// <summary>Standard output is the log, standard error a log of its own.</summary>
    Separate,

    /// <summary>Both are a pipe, which the server drains into the log.</summary>
    Pipe,
}
