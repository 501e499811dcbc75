namespace ProcessProxy.PowerShell.Bridge;

/// <summary>A supervisor could not be started in this process, or a server beside it.</summary>
/// <param name="code">One of <see cref="EngineErrors"/>.</param>
/// <param name="message">A sentence that names the thing.</param>
/// <param name="innerException">What caused it, if anything.</param>
public sealed class EngineException(string code, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>One of <see cref="EngineErrors"/>.</summary>
    public string Code { get; } = code;
}

/// <summary>What can go wrong with starting a supervisor, in stable words.</summary>
public static class EngineErrors
{
    /// <summary>Another server manages these processes.</summary>
    public const string AlreadyRunning = "server-already-running";

    /// <summary>An address is taken, or is not this machine's.</summary>
    public const string CannotListen = "cannot-listen";

    /// <summary>The files of a certificate do not make one, or cannot be read.</summary>
    public const string CertificateUnusable = "certificate-unusable";

    /// <summary>This user may not make or open a file or folder that a start needs.</summary>
    public const string AccessDenied = "access-denied";

    /// <summary>There is no ASP.NET Core to run a proxy with.</summary>
    public const string NoAspNetCore = "asp-net-core-not-found";

    /// <summary>There is no .NET to run a server of its own with.</summary>
    public const string NoDotNet = "dot-net-not-found";

    /// <summary>A server of its own cannot be stopped from here.</summary>
    public const string CannotStop = "server-cannot-be-stopped";

    /// <summary>A start failed for another reason; a server of its own ended at once, or did not come up in time.</summary>
    public const string StartFailed = "server-start-failed";

    /// <summary>No server runs with a configuration.</summary>
    public const string NoServer = "no-server";
}
