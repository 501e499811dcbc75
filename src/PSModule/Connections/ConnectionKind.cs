namespace ProcessProxy.PowerShell;

/// <summary>The kinds of connections.</summary>
public enum ConnectionKind
{
    /// <summary>To a supervisor in this session.</summary>
    Session,

    /// <summary>To a separate server.</summary>
    Server,
}
