namespace ProcessProxy.Platform.Servers;

/// <summary>How a server that did not start says why, to whoever launched it.</summary>
internal static class ServerExitCode
{
    /// <summary>Another server runs with this configuration.</summary>
    public const int AlreadyRunning = 3;

    /// <summary>An address is in use, or is not one of this machine.</summary>
    public const int CannotListen = 6;
}
