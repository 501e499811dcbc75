namespace ProcessProxy.Configuration;

/// <summary>Specifies the standard input of a process.</summary>
public enum InputMode
{
    /// <summary>An empty input, which ends immediately.</summary>
    Empty,

    /// <summary>An input without data that never ends.</summary>
    Open,
}
