using ProcessProxy.Configuration.Keys;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>
/// Finds what is null in a configuration that others have created as specs and never is in one of ours. Parts are named as members of the spec,
/// values by their keys. Nothing else may look at the configuration before.
/// </summary>
internal sealed class SpecNulls
{
    private readonly ProblemList problems = new();

    /// <summary>Returns a problem for each null; if a part is null, its values are not looked at.</summary>
    public static IReadOnlyList<ConfigurationProblem> Find(ServerSpec spec)
    {
        var nulls = new SpecNulls();
        nulls.Parts(spec);
        if (!nulls.problems.Any)
        {
            nulls.Values(spec);
        }

        return nulls.problems.InOrder([]);
    }

    private void Parts(ServerSpec spec)
    {
        Is(spec.ConfigFile, "ConfigFile");
        Is(spec.ProjectDirectory, "ProjectDirectory");
        Is(spec.Listen, "Listen");
        Is(spec.Management, "Management");
        if (Is(spec.Tls, "Tls"))
        {
            Is(spec.Tls.Folder, "Tls.Folder");
            Are(spec.Tls.Certificates, "Tls.Certificates");
            if (spec.Tls.Acme is { } acme)
            {
                Is(acme.Directory, "Tls.Acme.Directory");
            }
        }

        Each(spec.Routes, "Routes", RouteParts);
        if (Is(spec.Processes, "Processes"))
        {
            Is(spec.Processes.StateDirectory, "Processes.StateDirectory");
            Is(spec.Processes.PortRange, "Processes.PortRange");
            Each(spec.Processes.All, "Processes.All", ProcessParts);
        }
    }

    private void RouteParts(RouteSpec route, string path)
    {
        Is(route.Path, $"{path}.Path");
        Are(route.Rewrite, $"{path}.Rewrite");
        if (Is(route.Action, $"{path}.Action") && route.Action is ForwardSpec forward)
        {
            Are(forward.Targets, $"{path}.Action.Targets");
            Is(forward.Hold, $"{path}.Action.Hold");
        }
    }

    private void ProcessParts(ProcessSpec process, string path)
    {
        Is(process.Id, $"{path}.Id");
        Is(process.Restart, $"{path}.Restart");
        Is(process.Stop, $"{path}.Stop");
        Is(process.Replace, $"{path}.Replace");
        Are(process.DependsOn, $"{path}.DependsOn");
        if (process.Port is { } port)
        {
            Is(port.Variable, $"{path}.Port.Variable");
        }

        if (Is(process.Launch, $"{path}.Launch"))
        {
            if (Is(process.Launch.Log, $"{path}.Launch.Log"))
            {
                Is(process.Launch.Log.File, $"{path}.Launch.Log.File");
            }

            Is(process.Launch.Env, $"{path}.Launch.Env");
            Are(process.Launch.Unset, $"{path}.Launch.Unset");
        }

        if (process.PreStart is { } first)
        {
            Is(first.Command, $"{path}.PreStart.Command");
        }

        if (process.HealthCheck is { } check)
        {
            Is(check.Url, $"{path}.HealthCheck.Url");
        }
    }

    private void Values(ServerSpec spec)
    {
        var process = new ProcessSpec { Id = "", Launch = new() { Command = "", Cwd = "", PidFile = "", Log = new() { File = "" } } };
        ServerKeys.All.FindNulls(
            spec, new() { ConfigFile = "", ProjectDirectory = "", Processes = new() { StateDirectory = "" }, Tls = new() { Acme = spec.Tls.Acme is null ? null : new() } },
            Place.InCode, problems);
        for (var index = 0; index < spec.Tls.Certificates.Count; index++)
        {
            ServerKeys.Certificates.FindNulls(spec.Tls.Certificates[index], new() { Domains = [] }, key => Place.InCode($"tls.certificates[{index}].{key}"), problems);
        }

        for (var index = 0; index < spec.Routes.Count; index++)
        {
            RouteKeys.All.FindNulls(
                spec.Routes[index],
                new()
                {
                    Action = spec.Routes[index].Action switch
                    {
                        StaticFilesSpec => new StaticFilesSpec { Folder = "" },
                        RedirectSpec => new RedirectSpec { To = "" },
                        _ => new ForwardSpec(),
                    },
                },
                key => Place.InCode($"routes[{index}].{key}"), problems);
        }

        foreach (var found in spec.Processes.All)
        {
            ProcessKeys.All.FindNulls(
                found,
                process with
                {
                    PreStart = found.PreStart is null ? null : new() { Command = new() { Command = "" } },
                    Stop = new() { Command = found.Stop.Command is null ? null : new() { Command = "" } },
                    HealthCheck = found.HealthCheck is null ? null : new(),
                    Schedule = found.Schedule is null ? null : new() { Cron = "" },
                },
                key => Place.InCode($"processes.{found.Id}.{key}"), problems);
        }
    }

    private void Each<T>(ValueList<T>? items, string path, Action<T, string> parts)
    {
        if (Are(items, path))
        {
            for (var index = 0; index < items!.Count; index++)
            {
                parts(items[index], $"{path}[{index}]");
            }
        }
    }

    /// <summary>Returns whether a list and each of its items is not null.</summary>
    private bool Are<T>(ValueList<T>? items, string path)
    {
        var are = Is(items, path);
        for (var index = 0; are && index < items!.Count; index++)
        {
            are &= Is(items[index], $"{path}[{index}]");
        }

        return are;
    }

    private bool Is(object? part, string path)
    {
        if (part is null)
        {
            TextRules.Missing(Place.InCode(path), problems);
        }

        return part is not null;
    }
}
