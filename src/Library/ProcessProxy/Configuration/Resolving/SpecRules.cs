using ProcessProxy.Configuration.Keys;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>
/// Checks a configuration that others have created as specs, by the rules for files. Problems have keys and no lines. What is null is found first,
/// then values that are wrong; values are compared with each other once each of them is right.
/// </summary>
internal sealed class SpecRules
{
    private readonly ServerSpec spec;
    private readonly ProblemList problems = new();
    private readonly Reading reading;

    private SpecRules(ServerSpec spec)
    {
        this.spec = spec;
        reading = new(new(spec.ProjectDirectory.Length == 0 ? Environment.CurrentDirectory : spec.ProjectDirectory), new(null, problems), problems);
    }

    /// <summary>Returns the configuration, completed as one from a file, and all problems.</summary>
    public static (ServerSpec Spec, IReadOnlyList<ConfigurationProblem> Problems) Check(ServerSpec spec)
    {
        if (SpecNulls.Find(spec) is { Count: > 0 } nulls)
        {
            return (spec, nulls);
        }

        spec = RouteTargets.Resolve(spec);
        var rules = new SpecRules(spec);
        rules.CheckServer();
        rules.CheckProcesses();
        rules.CheckRoutes();
        if (!rules.problems.Any)
        {
            rules.CheckListeners();
            rules.CompareProcesses();
            rules.CompareRoutes();
        }

        return (spec, rules.problems.InOrder([]));
    }

    private static Place At(string owner, string key) => Place.InCode(key.Length == 0 ? owner : $"{owner}.{key}");

    private void CheckServer()
    {
        ServerKeys.All.Check(spec, Place.InCode, reading);
        for (var index = 0; index < spec.Tls.Certificates.Count; index++)
        {
            var owner = $"tls.certificates[{index}]";
            ServerKeys.Certificates.Check(spec.Tls.Certificates[index], key => At(owner, key), reading);
            TlsRules.CheckCertificate(
                spec.Tls.Certificates[index], ServerKeys.Certificates.AsWritten(spec.Tls.Certificates[index], key => At(owner, key)), problems);
        }
    }

    private void CheckListeners()
    {
        var keys = ServerKeys.All.AsWritten(spec, Place.InCode);
        var routes = spec.Routes.Select((route, index) => new WrittenRoute(route, RouteKeys.All.AsWritten(route, key => At($"routes[{index}]", key)))).ToList();
        ManagementRules.Check(spec.Management, keys, hasKey: spec.Management.ApiKey is not null, problems);
        ListenRules.Check(spec, opensManagement: true, keys, problems);
        new TlsRules(reading).Check(spec, keys, routes);
        var own = new OwnListeners(spec.Listen, spec.Management, problems);
        own.Check(routes.SelectMany(route => route.Targets));
        own.CheckPorts(spec.Processes.All, Places);
    }

    private void CheckProcesses()
    {
        SettingsKeys.All.Check(spec.Processes, key => At("settings", key), reading);
        foreach (var process in spec.Processes.All)
        {
            ProcessKeys.All.Check(
                process, key => At($"processes.{process.Id}", key), reading with { Expansion = reading.Expansion.Keeping(InstanceText.NamesOf(process)) });
            RestartRules.Check(process.Restart, At($"processes.{process.Id}", "maxRestartDelay"), problems);
            if (process.HealthCheck is { } check)
            {
                HealthPath.CheckUrl(check, At($"processes.{process.Id}", "healthCheck.path"), problems);
            }
        }
    }

    private ProcessPlaces Places => new(
        (index, key) => At($"processes.{spec.Processes.All[index].Id}", key), has: (_, _) => false,
        (index, key, item) => At($"processes.{spec.Processes.All[index].Id}", key + item));

    private void CompareProcesses() => ProcessRules.Check(
        spec.Processes, new(spec.Routes), Places, spec.ConfigFile.Length == 0 ? [] : [spec.ConfigFile], problems);

    private void CheckRoutes()
    {
        for (var index = 0; index < spec.Routes.Count; index++)
        {
            var (route, owner) = (spec.Routes[index], $"routes[{index}]");
            RouteKeys.All.Check(route, key => At(owner, key), reading);
            RouteRules.CheckHsts(route, At(owner, "hsts"), problems);
            if (route.Action is ForwardSpec { Targets.Count: 0, Process: null })
            {
                RouteRules.MissesTarget(At(owner, ""), problems);
            }
        }
    }

    private void CompareRoutes()
    {
        RouteRules.CheckConflicts(spec.Routes.Select((route, index) => (route, At($"routes[{index}]", ""))), problems);
        RouteRules.CheckProcesses(
            spec.Routes.Select((route, index) => (route.Process, At($"routes[{index}]", "process"))),
            spec.Processes.All.Select(process => (process.Id, process.Schedule is not null)), problems);
        for (var index = 0; index < spec.Routes.Count; index++)
        {
            if (spec.Routes[index].Action is ForwardSpec { Process: { } id } forward && spec.Processes.All.FirstOrDefault(process => process.Id == id) is { } process)
            {
                RouteTargets.Check(forward, process, At($"routes[{index}]", ""), At($"routes[{index}]", "targets"), problems);
            }
        }
    }
}
