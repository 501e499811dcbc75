namespace ProcessProxy.Configuration;

/// <summary>Names what a process finds on its standard input.</summary>
public enum InputMode
{
    /// <summary>Nothing: reading ends at once.</summary>
    Empty,

    /// <summary>Nothing, but reading waits and never ends.</summary>
    Open,
}
