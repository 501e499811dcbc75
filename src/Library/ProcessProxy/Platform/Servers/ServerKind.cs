namespace ProcessProxy.Platform.Servers;

/// <summary>What kind of process holds the lock of a state folder.</summary>
internal enum ServerKind
{
    /// <summary>A program that hosts the supervisor beside what it is there for: a PowerShell session, an application. It is not ours to end.</summary>
    Session,

    /// <summary>The server itself, which does nothing else.</summary>
    Server,
}
