namespace ProcessProxy;

/// <summary>The stable error codes and the HTTP status of each. Both client implementations use this table.</summary>
public static class ErrorCodes
{
    /// <summary>An argument is not valid. 400.</summary>
    public const string BadArgument = "bad-argument";

    /// <summary>The API key is missing or wrong. 401.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>The caller does not have access. 403.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>No process has this ID. 404.</summary>
    public const string ProcessNotFound = "process-not-found";

    /// <summary>There is no such endpoint. 404.</summary>
    public const string NotFound = "not-found";

    /// <summary>The endpoint requires another method. 405.</summary>
    public const string MethodNotAllowed = "method-not-allowed";

    /// <summary>The state of the process does not allow the command, or a later command replaced it. 409.</summary>
    public const string Conflict = "conflict";

    /// <summary>A process it depends on is not starting. 409.</summary>
    public const string DependencyNotReady = "dependency-not-ready";

    /// <summary>The program could not be started. 422.</summary>
    public const string LaunchFailed = "launch-failed";

    /// <summary>The new program did not become ready, and the old one continues. 422.</summary>
    public const string ReplacementFailed = "replacement-failed";

    /// <summary>The new server did not come up, and the old one continues. 422.</summary>
    public const string UpgradeFailed = "upgrade-failed";

    /// <summary>The configuration files have problems; the current configuration is kept. 422.</summary>
    public const string ConfigurationInvalid = "configuration-invalid";

    /// <summary>Too many wrong API keys came from the same caller. 429.</summary>
    public const string TooManyAttempts = "too-many-attempts";

    /// <summary>An error in the server. 500.</summary>
    public const string InternalError = "internal-error";

    /// <summary>The server is stopping. 503.</summary>
    public const string ShuttingDown = "shutting-down";

    /// <summary>The reader of a stream was too slow and missed events; it can start again. 503, and the event <c>dropped</c> of a stream.</summary>
    public const string FellBehind = "fell-behind";

    /// <summary>No server responded at the address. A server never sends this code.</summary>
    public const string ServerUnreachable = "server-unreachable";

    /// <summary>Another server manages the same processes. A server never sends this code.</summary>
    public const string AlreadyRunning = "already-running";

    /// <summary>Returns the HTTP status of <paramref name="code"/>, or 500 for an unknown code.</summary>
    internal static int StatusOf(string code) => code switch
    {
        BadArgument => 400,
        Unauthorized => 401,
        Forbidden => 403,
        ProcessNotFound or NotFound => 404,
        MethodNotAllowed => 405,
        Conflict or DependencyNotReady or AlreadyRunning => 409,
        LaunchFailed or ReplacementFailed or UpgradeFailed or ConfigurationInvalid => 422,
        TooManyAttempts => 429,
        ShuttingDown or FellBehind => 503,
        _ => 500,
    };
}
