using ProcessProxy.Platform.Servers;

namespace ProcessProxy.Server;

/// <summary>The exit codes of the program. Part of the specification.</summary>
internal static class ExitCode
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int InvalidConfiguration = 2;
    public const int AlreadyRunning = ServerExitCode.AlreadyRunning;
    public const int NoServer = 4;
    public const int NoSuchProcess = 5;
    public const int CannotListen = ServerExitCode.CannotListen;
}
