using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Decides where the requests of a route to a process go that has no target of its own.</summary>
internal static class RouteTargets
{
    /// <summary>Returns the routes with the target of each that has none: <c>env.PORT</c> of its process, unless requests go to the instances of it.</summary>
    /// <param name="routes">The routes.</param>
    /// <param name="processes">The processes; those that are not configured are reported elsewhere.</param>
    /// <param name="problems">The list that receives problems.</param>
    public static IReadOnlyList<WrittenRoute> Resolve(IReadOnlyList<WrittenRoute> routes, IReadOnlyList<ProcessSpec> processes, ProblemList problems)
    {
        var byId = ById(processes);
        return [.. routes.Select(route => route.Spec.Process is { } id && byId.TryGetValue(id, out var process) ? Resolve(route, process, problems) : route)];
    }

    /// <summary>Returns a configuration that others have created as specs, with the same targets as one from a file.</summary>
    public static ServerSpec Resolve(ServerSpec spec)
    {
        var byId = ById(spec.Processes.All);
        return spec with
        {
            Routes = [.. spec.Routes.Select(route => route.Action is ForwardSpec { Process: { } id } forward && byId.TryGetValue(id, out var process)
                ? route with { Action = WithTarget(forward, process) } : route)],
        };
    }

    /// <summary>Reports a route that has targets beside the ports of its process, or neither.</summary>
    public static void Check(ForwardSpec forward, ProcessSpec process, Place route, Place target, ProblemList problems)
    {
        if (forward.Targets.Count > 0 && process.Port is { IsAuto: true })
        {
            problems.Add(target, ProblemCodes.Contradiction,
                $"'{process.Id}' has 'port: auto', so that this route finds its port by itself. Remove '{target.Key.Split('.')[^1]}', or give the process a fixed 'port'.");
        }
        else if (forward.Targets.Count == 0 && process is { Port: null, Schedule: null })
        {
            problems.Add(route, ProblemCodes.MissingKey,
                $"This route has no 'target', and its process '{process.Id}' has no 'port'{(process.Launch.Env.TryGetValue(HealthTargets.PortVariable, out var set) ? $"; env.PORT is '{set}', which is not a port" : " and no env.PORT")}. "
                + $"Add 'port: auto' to the process, or 'target' to the route.");
        }
    }

    private static Dictionary<string, ProcessSpec> ById(IEnumerable<ProcessSpec> processes)
    {
        var byId = new Dictionary<string, ProcessSpec>(StringComparer.Ordinal);
        foreach (var process in processes)
        {
            byId.TryAdd(process.Id, process);
        }

        return byId;
    }

    private static ForwardSpec WithTarget(ForwardSpec forward, ProcessSpec process) =>
        forward.Targets.Count == 0 && process.Port is null && HealthTargets.PortOf(process.Launch.Env) is { } port
            ? forward with { Targets = [InstanceHealth.AddressOf(port)] } : forward;

    private static WrittenRoute Resolve(WrittenRoute route, ProcessSpec process, ProblemList problems)
    {
        var isWritten = route.Keys.Has("target") || route.Keys.Has("targets");
        if (route.Spec.Action is not ForwardSpec forward || (isWritten && forward.Targets.Count == 0))
        {
            return route;
        }

        forward = WithTarget(forward, process);
        Check(forward, process, route.Keys.Place, route.Keys.PlaceOrNull("target") ?? route.Keys.PlaceOf("targets"), problems);
        return route with { Spec = route.Spec with { Action = forward } };
    }
}
