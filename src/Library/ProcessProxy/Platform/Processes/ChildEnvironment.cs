using System.Collections;

namespace ProcessProxy.Platform.Processes;

/// <summary>The environment of a child: the server's own, over it what is configured, over it the marks.</summary>
/// <param name="names">Which names are the same: on Windows <c>Path</c> is <c>PATH</c>.</param>
/// <param name="namesFolder">Whether programs expect to find the name of their folder there.</param>
internal sealed class ChildEnvironment(StringComparer names, bool namesFolder)
{
    private const string CurrentFolder = "PWD";
    private const string LastFolder = "OLDPWD";

    /// <summary>What is meant for the server alone: its key, and what its service manager tells it.</summary>
    private static readonly string[] OfTheServer =
    [
        "PROCESSPROXY_API_KEY", "NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES", "FDSTORE",
    ];

    /// <summary>The environments of Unix.</summary>
    public static ChildEnvironment OnUnix { get; } = new(StringComparer.Ordinal, namesFolder: true);

    /// <summary>The environments of Windows.</summary>
    public static ChildEnvironment OnWindows { get; } = new(StringComparer.OrdinalIgnoreCase, namesFolder: false);

    /// <summary>Puts one together.</summary>
    /// <param name="request">What is launched.</param>
    public Dictionary<string, string> Of(LaunchRequest request)
    {
        var environment = new Dictionary<string, string>(names);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            environment[(string)entry.Key] = (string?)entry.Value ?? "";
        }

        foreach (var name in OfTheServer)
        {
            environment.Remove(name);
        }

        if (namesFolder)
        {
            // A shell believes it without looking, and so do programs that want to keep the links in a path.
            environment[CurrentFolder] = request.Spec.Cwd;
            environment.Remove(LastFolder);
        }

        foreach (var (name, value) in request.Spec.Env)
        {
            environment[name] = value;
        }

        foreach (var name in request.Spec.Unset)
        {
            environment.Remove(name);
        }

        environment[ProcessMark.IdVariable] = request.Id;
        environment[ProcessMark.RunVariable] = request.Mark;
        return environment;
    }
}
