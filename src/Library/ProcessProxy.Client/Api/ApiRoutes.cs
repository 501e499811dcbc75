namespace ProcessProxy;

/// <summary>The paths of the management API. Server and client share them.</summary>
internal static class ApiRoutes
{
    /// <summary><c>GET</c>: every process.</summary>
    public const string Processes = "/api/processes";

    /// <summary><c>GET</c>: one process.</summary>
    public const string Process = "/api/processes/{id}";

    /// <summary><c>GET</c>: the diagnosis of a process.</summary>
    public const string Diagnosis = "/api/processes/{id}/diagnosis";

    /// <summary><c>POST</c>: start a process.</summary>
    public const string Start = "/api/processes/{id}/start";

    /// <summary><c>POST</c>: stop a process.</summary>
    public const string Stop = "/api/processes/{id}/stop";

    /// <summary><c>POST</c>: restart a process.</summary>
    public const string Restart = "/api/processes/{id}/restart";

    /// <summary><c>POST</c>: set the number of instances of a process.</summary>
    public const string Scale = "/api/processes/{id}/scale";

    /// <summary><c>GET</c>: the last lines of the log of a process.</summary>
    public const string Logs = "/api/processes/{id}/logs";

    /// <summary><c>GET</c>: what a process used during the last hour.</summary>
    public const string Resources = "/api/processes/{id}/resources";

    /// <summary><c>POST</c>: reload the configuration.</summary>
    public const string Reload = "/api/processes/reload";

    /// <summary><c>GET</c>: what a reload would do.</summary>
    public const string Plan = "/api/configuration/plan";

    /// <summary><c>GET</c>: the activity of each route of the proxy.</summary>
    public const string Routes = "/api/routes";

    /// <summary><c>GET</c>: all metrics, in the Prometheus format.</summary>
    public const string Metrics = "/metrics";

    /// <summary><c>GET</c>: every state change, as server-sent events.</summary>
    public const string Events = "/api/events";

    /// <summary><c>GET</c>: the status of the server.</summary>
    public const string Status = "/api/status";

    /// <summary><c>POST</c>: replace the server by its new executable.</summary>
    public const string Upgrade = "/api/upgrade";

    /// <summary><c>GET</c>: the session of a browser that has signed in; <c>DELETE</c>: sign out.</summary>
    public const string Session = "/api/session";

    /// <summary><c>GET</c>: 200 when the server works.</summary>
    public const string Health = "/health";

    /// <summary><c>GET</c>: the description of this API (OpenAPI 3.1).</summary>
    public const string OpenApi = "/openapi.json";

    /// <summary>Inserts a process ID into one of the paths with <c>{id}</c>.</summary>
    public static string For(string route, string id) => route.Replace("{id}", Uri.EscapeDataString(id), StringComparison.Ordinal);
}
