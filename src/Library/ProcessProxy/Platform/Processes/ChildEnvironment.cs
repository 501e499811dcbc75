using System.Collections;
using ProcessProxy.Configuration;

namespace ProcessProxy.Platform.Processes;

/// <summary>The environment of a child: the server's own variables, then the configured ones over them, then the marks.</summary>
/// <param name="names">The comparer for names: on Windows, <c>Path</c> is <c>PATH</c>.</param>
/// <param name="namesFolder">Whether programs expect the path of their working directory there.</param>
internal sealed class ChildEnvironment(StringComparer names, bool namesFolder)
{
    private const string CurrentFolder = "PWD";
    private const string LastFolder = "OLDPWD";

    /// <summary>The variables that are meant only for the server: its key, and those of its service manager and its guardian.</summary>
    private static readonly string[] OfTheServer =
    [
        "PROCESSPROXY_API_KEY", "NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES", "FDSTORE",
        ServerNames.GuardianVariable,
    ];

    /// <summary>What the server was told about itself if another server runs it. The ID and the mark are replaced anyway.</summary>
    private static readonly string[] OfItsRun = [InstanceSpec.InstanceVariable, ProcessMark.PidVariable];

    /// <summary>The environments of Unix.</summary>
    public static ChildEnvironment OnUnix { get; } = new(StringComparer.Ordinal, namesFolder: true);

    /// <summary>The environments of Windows.</summary>
    public static ChildEnvironment OnWindows { get; } = new(StringComparer.OrdinalIgnoreCase, namesFolder: false);

    /// <summary>Creates the environment.</summary>
    /// <param name="request">The launch.</param>
    public Dictionary<string, string> Of(LaunchRequest request)
    {
        var environment = new Dictionary<string, string>(names);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            environment[(string)entry.Key] = (string?)entry.Value ?? "";
        }

        foreach (var name in OfTheServer.Concat(OfItsRun))
        {
            environment.Remove(name);
        }

        if (namesFolder)
        {
            // A shell trusts it without a check, and so do programs that preserve the links in a path.
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

        environment[ProcessMark.IdVariable] = request.ProcessId;
        environment[ProcessMark.RunVariable] = request.Mark;
        return environment;
    }
}
