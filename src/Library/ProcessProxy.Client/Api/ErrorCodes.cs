namespace ProcessProxy;

/// <summary>The stable codes of what can go wrong, and the HTTP status of each. The one table of both client implementations.</summary>
public static class ErrorCodes
{
    /// <summary>An argument has no sense. 400.</summary>
    public const string BadArgument = "bad-argument";

    /// <summary>The API key is missing or wrong. 401.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>The request comes from a place that may not make it. 403.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>No process has this id. 404.</summary>
    public const string ProcessNotFound = "process-not-found";

    /// <summary>No such call. 404.</summary>
    public const string NotFound = "not-found";

    /// <summary>The call exists with another method. 405.</summary>
    public const string MethodNotAllowed = "method-not-allowed";

    /// <summary>The state of the process stands against the command, or a later command overruled it. 409.</summary>
    public const string Conflict = "conflict";

    /// <summary>A process it depends on is not coming up. 409.</summary>
    public const string DependencyNotReady = "dependency-not-ready";

    /// <summary>The program could not be launched. 422.</summary>
    public const string LaunchFailed = "launch-failed";

    /// <summary>The configuration files have problems; the old configuration stays in force. 422.</summary>
    public const string ConfigurationInvalid = "configuration-invalid";

    /// <summary>Too many wrong API keys came from the same caller. 429.</summary>
    public const string TooManyAttempts = "too-many-attempts";

    /// <summary>A fault of ours. 500.</summary>
    public const string InternalError = "internal-error";

    /// <summary>The server is stopping. 503.</summary>
    public const string ShuttingDown = "shutting-down";

    /// <summary>A reader of a stream was too slow and missed what came; it may begin again. 503, and the event <c>dropped</c> of a stream.</summary>
    public const string FellBehind = "fell-behind";

    /// <summary>No server answered at the address. Never sent by a server.</summary>
    public const string ServerUnreachable = "server-unreachable";

    /// <summary>Another server manages the same processes. Never sent by a server.</summary>
    public const string AlreadyRunning = "already-running";

    /// <summary>The HTTP status that carries <paramref name="code"/>; 500 for one that is not in the table.</summary>
    public static int StatusOf(string code) => code switch
    {
        BadArgument => 400,
        Unauthorized => 401,
        Forbidden => 403,
        ProcessNotFound or NotFound => 404,
        MethodNotAllowed => 405,
        Conflict or DependencyNotReady => 409,
        LaunchFailed or ConfigurationInvalid => 422,
        TooManyAttempts => 429,
        ShuttingDown or FellBehind => 503,
        _ => 500,
    };
}
