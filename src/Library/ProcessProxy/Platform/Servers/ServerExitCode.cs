namespace ProcessProxy.Platform.Servers;

/// <summary>The exit codes with which a server that did not start reports the reason.</summary>
internal static class ServerExitCode
{
    /// <summary>Another server runs with this configuration.</summary>
    public const int AlreadyRunning = 3;

    /// <summary>An address is in use, or does not belong to this machine.</summary>
    public const int CannotListen = 6;
}
