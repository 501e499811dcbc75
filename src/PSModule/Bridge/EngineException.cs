namespace ProcessProxy.PowerShell.Bridge;

/// <summary>The exception that is thrown when a supervisor could not be started in this process, or a server beside it.</summary>
/// <param name="code">One of <see cref="EngineErrors"/>.</param>
/// <param name="message">The description of the error, one sentence.</param>
/// <param name="innerException">The cause, or null.</param>
public sealed class EngineException(string code, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Gets one of <see cref="EngineErrors"/>.</summary>
    public string Code { get; } = code;
}

/// <summary>The stable codes of errors when starting a supervisor.</summary>
public static class EngineErrors
{
    /// <summary>Another server manages these processes.</summary>
    public const string AlreadyRunning = "server-already-running";

    /// <summary>An address is in use, or does not belong to this machine.</summary>
    public const string CannotListen = "cannot-listen";

    /// <summary>The files of a certificate are invalid, or cannot be read.</summary>
    public const string CertificateUnusable = "certificate-unusable";

    /// <summary>This user may not create or open a file or folder that is needed.</summary>
    public const string AccessDenied = "access-denied";

    /// <summary>There is no ASP.NET Core to run a proxy.</summary>
    public const string NoAspNetCore = "asp-net-core-not-found";

    /// <summary>There is no .NET to run a detached server.</summary>
    public const string NoDotNet = "dot-net-not-found";

    /// <summary>A detached server cannot be stopped from here.</summary>
    public const string CannotStop = "server-cannot-be-stopped";

    /// <summary>A start failed for another reason; a detached server exited immediately, or was not ready in time.</summary>
    public const string StartFailed = "server-start-failed";

    /// <summary>No server runs a configuration.</summary>
    public const string NoServer = "no-server";
}
