using ProcessProxy.Configuration;
using ProcessProxy.Configuration.Keys;

namespace ProcessProxy.Generate;

/// <summary>Specs that contain only defaults.</summary>
internal static class DefaultSpecs
{
    private static readonly ProcessSpec Process = new()
    {
        Id = "", Launch = new() { Command = "", Cwd = "", PidFile = "", Log = new() { File = "" } }, HealthCheck = new(), Schedule = new() { Cron = "" },
        PreStart = new() { Command = new() { Command = "" } },
    };

    private static readonly ProcessesSpec Processes = new() { StateDirectory = "" };

    private static readonly RouteSpec[] Routes =
    [
        Route(new ForwardSpec()), Route(new StaticFilesSpec { Folder = "" }), Route(new RedirectSpec { To = "" }),
    ];

    private static readonly ServerSpec Server = new()
    {
        ConfigFile = "", ProjectDirectory = "", Processes = Processes, AccessLog = new(), Tls = new() { Acme = new() },
    };

    private static readonly CertificateSpec Certificate = new() { Domains = [] };

    /// <summary>Returns the default of a key, in the form of a file, or null if there is none to show.</summary>
    public static string? Show<T>(Key<T> row) => row switch
    {
        Key<ProcessSpec> key => key.ShowWritten(Process),
        Key<ProcessesSpec> key => key.ShowWritten(Processes),
        Key<RouteSpec> key => Routes.Select(key.ShowWritten).FirstOrDefault(value => value is not (null or "none")),
        Key<ServerSpec> key => key.ShowWritten(Server),
        Key<CertificateSpec> key => key.ShowWritten(Certificate),
        _ => throw new ArgumentOutOfRangeException(nameof(row), row.Name, "Nobody has told the defaults of what this key is part of."),
    };

    private static RouteSpec Route(RouteAction action) => new() { Action = action, Hsts = new(), RateLimit = new() { Requests = 1 } };
}
