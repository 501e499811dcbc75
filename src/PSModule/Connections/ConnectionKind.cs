namespace ProcessProxy.PowerShell;

/// <summary>Where what a connection leads to runs.</summary>
public enum ConnectionKind
{
    /// <summary>In this session, and no longer than it.</summary>
    Session,

    /// <summary>As a server of its own.</summary>
    Server,
}
