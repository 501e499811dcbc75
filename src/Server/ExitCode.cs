namespace ProcessProxy.Server;

/// <summary>What the server says by its exit code. Part of the contract.</summary>
internal static class ExitCode
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int InvalidConfiguration = 2;
    public const int AlreadyRunning = 3;
}
