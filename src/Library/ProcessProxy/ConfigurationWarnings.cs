using System.Globalization;
using ProcessProxy.Configuration;
using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Resolving;
using ProcessProxy.Configuration.Yaml;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy;

/// <summary>
/// Finds probable mistakes in a valid configuration on this machine, now: a missing program, a missing folder, a port that two
/// programs use, a health check that is off. All of it may be correct by the time of the start, so nothing is refused.
/// </summary>
internal static class ConfigurationWarnings
{
    /// <summary>Returns the warnings.</summary>
    public static IReadOnlyList<ConfigurationProblem> Of(ServerSpec spec) =>
        [
            .. spec.Processes.All.Where(process => process.Enabled).SelectMany(process => OfProgram(spec, process)),
            .. spec.Processes.All.SelectMany(process => OfHealthCheck(spec, process)),
            .. OfFolders(spec), .. OfPorts(spec), .. OfRoutes(spec), .. OfGroup(spec),
        ];

    private static IEnumerable<ConfigurationProblem> OfProgram(ServerSpec spec, ProcessSpec process)
    {
        if (InstanceText.Mentions(process.Launch.Cwd, InstanceText.NamesOf(process)))
        {
            yield break; // Each instance has a folder of its own.
        }

        if (ProgramLookup.Problem(process.Launch) is not { } problem)
        {
            foreach (var (section, command) in new[] { ("preStart", process.PreStart?.Command), ("stopCommand", process.Stop.Command) })
            {
                if (command is not null && ProgramLookup.Problem(command.BesideOf(process.Launch)) is { } missing)
                {
                    yield return Warning(
                        spec, ProblemCodes.ProgramMissing, $"The {section} of '{process.Id}' cannot be run now. {missing.Message}{Advice(missing, command.Command)}",
                        "processes", process.Id, section, "command");
                }
            }

            yield break;
        }

        var (code, key) = problem.Fault == LaunchFault.WorkingDirectory ? (ProblemCodes.FolderMissing, "cwd") : (ProblemCodes.ProgramMissing, "command");
        yield return Warning(spec, code, $"'{process.Id}' cannot be started now. {problem.Message}{Advice(problem, process.Launch.Command)}", "processes", process.Id, key);
    }

    private static string Advice(LaunchException problem, string command) =>
        problem.Fault == LaunchFault.NotFound && ProgramName.Advice(command) is { } written ? $" 'command' is one program. Write: {written}." : "";

    /// <summary>A map of its own without <c>enabled</c> is off unless the settings say otherwise. An empty <c>path</c> turns it off on purpose.</summary>
    private static IEnumerable<ConfigurationProblem> OfHealthCheck(ServerSpec spec, ProcessSpec process)
    {
        string[] section = ["processes", process.Id, "healthCheck"];
        if (process is { HealthCheck: null, Schedule: null } && spec.Sources.ValueOf(section) is MapNode
            && spec.Sources.ValueOf([.. section, "enabled"]) is null or { IsEmpty: true } && spec.Sources.ValueOf([.. section, "path"]) is not { IsEmpty: true })
        {
            yield return Warning(spec, ProblemCodes.HealthCheckOff, $"The health check of '{process.Id}' is off: add 'enabled: true' to 'healthCheck'.", section);
        }
    }

    private static IEnumerable<ConfigurationProblem> OfFolders(ServerSpec spec)
    {
        for (var index = 0; index < spec.Routes.Count; index++)
        {
            if (spec.Routes[index].Action is StaticFilesSpec { Folder: var folder } && !Directory.Exists(folder))
            {
                yield return Warning(
                    spec, ProblemCodes.FolderMissing, $"The folder {folder} does not exist.", "routes", index.ToString(CultureInfo.InvariantCulture), "staticPath");
            }
        }
    }

    private static IEnumerable<ConfigurationProblem> OfPorts(ServerSpec spec)
    {
        var owners = new Dictionary<int, string>();
        Take(spec.Listen.Port, "the proxy (port)");
        Take(spec.Listen.HttpsPort, "the proxy (httpsPort)");
        Take(spec.Management is { Host: not null, IsPortChosen: true } management ? management.Port : null, "the management API (management.port)");
        foreach (var process in spec.Processes.All.Where(process => process is { Enabled: true, Schedule: null }))
        {
            if (HealthTargets.PortOf(process) is not { } port)
            {
                continue;
            }

            if (process.Instances > 1)
            {
                yield return Warning(
                    spec, ProblemCodes.PortShared,
                    $"'{process.Id}' has {process.Instances} instances, and all of them find port {port} in env.{HealthTargets.PortVariable}. Only one of them can listen there. Use 'port: auto' instead of env.{HealthTargets.PortVariable}.",
                    "processes", process.Id, "env", HealthTargets.PortVariable);
            }

            if (owners.TryGetValue(port, out var other))
            {
                yield return Warning(
                    spec, ProblemCodes.PortShared, $"Port {port} is used by '{process.Id}' and by {other}. Only one of them can listen there.",
                    ["processes", process.Id, .. process.Port is null ? ["env", HealthTargets.PortVariable] : new[] { "port" }]);
            }
            else
            {
                owners.Add(port, $"'{process.Id}'");
            }
        }

        void Take(int? port, string owner)
        {
            if (port is > 0)
            {
                owners.TryAdd(port.Value, owner);
            }
        }
    }

    /// <summary>A process listens on one port of this machine, so one of the targets must have it.</summary>
    private static IEnumerable<ConfigurationProblem> OfRoutes(ServerSpec spec)
    {
        for (var index = 0; index < spec.Routes.Count; index++)
        {
            if (spec.Routes[index] is { Action: ForwardSpec { Target: { } first } forward } route
                && spec.Processes.All.FirstOrDefault(process => process.Id == forward.Process) is { } process && HealthTargets.PortOf(process) is { } port
                && forward.Targets.All(target => target.IsLoopback && target.Port != port))
            {
                yield return Warning(
                    spec, ProblemCodes.PortDiffers, $"The route '{route.Domain}{route.Path}' goes to port {first.Port}, but {(process.Port is null ? "PORT" : "the port")} of its process '{process.Id}' is {port}.",
                    "routes", index.ToString(CultureInfo.InvariantCulture), forward.Targets.Count == 1 ? "target" : "targets");
            }
        }
    }

    private static IEnumerable<ConfigurationProblem> OfGroup(ServerSpec spec)
    {
        if (spec.Management.Group is { } group && SystemGroup.Exist && SystemGroup.Find(group) is null)
        {
            yield return Warning(spec, ProblemCodes.GroupMissing, $"There is no group '{group}' on this machine.", "management", "group");
        }
    }

    /// <summary>Adds a warning at a key or, if it is not written, at the nearest written key above it.</summary>
    private static ConfigurationProblem Warning(ServerSpec spec, string code, string message, params string[] key)
    {
        var place = Enumerable.Range(0, key.Length).Select(cut => spec.Sources.Find(key[..^cut])).FirstOrDefault(found => found is not null)
            ?? (spec.ConfigFile.Length == 0 ? Place.InCode("") : new Place(spec.ConfigFile, 1, 1, ""));
        return new(place.File, place.Line, place.Column, code, string.Join('.', key), message) { Severity = ProblemSeverity.Warning };
    }
}
