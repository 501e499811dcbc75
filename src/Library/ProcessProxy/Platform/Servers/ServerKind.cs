namespace ProcessProxy.Platform.Servers;

/// <summary>The kinds of processes that hold the lock of a state folder.</summary>
internal enum ServerKind
{
    /// <summary>A program that hosts the supervisor besides its own purpose: a PowerShell session, an application. It is not ours to end.</summary>
    Session,

    /// <summary>The server itself, which does nothing else.</summary>
    Server,
}
