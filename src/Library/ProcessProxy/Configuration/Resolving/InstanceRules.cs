using ProcessProxy.Configuration.Keys;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Completes and checks the keys for ports, instances, replacement and starts on demand.</summary>
internal static class InstanceRules
{
    private static readonly TimeSpan IdleOnDemand = TimeSpan.FromMinutes(10);

    /// <summary>Returns the process with the defaults that depend on other keys.</summary>
    public static ProcessSpec Resolve(ProcessSpec spec, Written<ProcessSpec> own, ProblemList problems)
    {
        if (own.Has("portVariable") && !own.Has("port"))
        {
            problems.Add(own.PlaceOf("portVariable"), ProblemCodes.Contradiction, $"'{spec.Id}' has a 'portVariable' and no 'port'. Add 'port: auto', or remove 'portVariable'.");
        }

        if (spec is { Port.IsAuto: true, Schedule: null } && !own.Has("replace"))
        {
            spec = spec.Replacing(replace => replace with { Mode = ReplaceMode.Rolling });
        }

        if (spec.Start == StartMode.OnDemand && !own.Has("idleTimeout"))
        {
            spec = spec with { IdleTimeout = IdleOnDemand };
        }

        return spec;
    }

    /// <summary>Reports keys of a process that contradict each other.</summary>
    /// <param name="process">The process.</param>
    /// <param name="isRouted">Whether a route names it.</param>
    /// <param name="placeOf">Returns the place of a key, or of the process if the key is not written.</param>
    /// <param name="placeOfVariable">Returns the place of a variable in <c>env</c>.</param>
    /// <param name="problems">The list that receives problems.</param>
    public static void Check(ProcessSpec process, bool isRouted, Func<string, Place> placeOf, Func<string, Place> placeOfVariable, ProblemList problems)
    {
        CheckPort(process, placeOf, placeOfVariable, problems);
        CheckRolling(process, placeOf, problems);
        var sleeps = process.Start == StartMode.OnDemand ? "start" : process.IdleTimeout > TimeSpan.Zero ? "idleTimeout" : null;
        if (process.Schedule is not null)
        {
            if (process.Instances > 1)
            {
                Report("instances", $"'{process.Id}' has a schedule and cannot have several instances. Remove 'instances' or 'schedule'.");
            }

            if (sleeps is not null)
            {
                Report(sleeps, $"'{process.Id}' has a schedule, which alone starts it. Remove '{sleeps}' or 'schedule'.");
            }
        }
        else if (sleeps is not null && !isRouted)
        {
            Report(sleeps, process.Start == StartMode.OnDemand
                ? $"'{process.Id}' starts on demand, but no route names it, so that no request starts it. Add 'process: {process.Id}' to a route, or remove 'start'."
                : $"'{process.Id}' would sleep after 'idleTimeout', but no route names it, so that no request wakes it. Add 'process: {process.Id}' to a route, or remove 'idleTimeout'.");
        }

        void Report(string key, string message) => problems.Add(placeOf(key), ProblemCodes.Contradiction, message);
    }

    private static void CheckPort(ProcessSpec process, Func<string, Place> placeOf, Func<string, Place> placeOfVariable, ProblemList problems)
    {
        if (process.Port is not { } port)
        {
            return;
        }

        if (process.Launch.Env.Keys.Concat(process.Launch.Unset).FirstOrDefault(name => ConfigurationLoader.VariableNames.Equals(name, port.Variable)) is { } set)
        {
            problems.Add(placeOfVariable(set), ProblemCodes.Contradiction,
                $"'{process.Id}' has the variable '{set}' in 'env', and 'port' ({port}) sets it as well. Remove it from 'env', or name another variable in 'portVariable'.");
        }

        if (process.Instances > 1 && !port.IsAuto)
        {
            problems.Add(placeOf("instances"), ProblemCodes.Contradiction,
                $"'{process.Id}' has {process.Instances} instances, and only one of them can listen on port {port}. Use 'port: auto', or remove 'instances'.");
        }
    }

    private static void CheckRolling(ProcessSpec process, Func<string, Place> placeOf, ProblemList problems)
    {
        if (process.Replace.Mode != ReplaceMode.Rolling)
        {
            return;
        }

        if (process.Port is { IsAuto: false } port)
        {
            problems.Add(placeOf("replace"), ProblemCodes.Contradiction,
                $"'{process.Id}' cannot have 'replace: rolling' with port {port}, because the new program would listen there beside the old one. Use 'port: auto', or 'replace: stop-first'.");
        }
        else if (process.HealthCheck is { } check && InstanceHealth.IsFull(check, process, out _)
            && !(process.Port is not null && InstanceText.Mentions(check.Path, [InstanceText.Port])))
        {
            problems.Add(placeOf("healthCheck.path"), ProblemCodes.Contradiction,
                $"'{process.Id}' has 'replace: rolling'{(process.Port is null ? "" : ", the default with 'port: auto'")}, but its health check asks the same address whether the old program or the new one is checked. "
                + (process.Port is null ? "Use 'port: auto' and '${PORT}' in the URL, or 'replace: stop-first'." : "Use a path such as /health, or '${PORT}' in the URL, or 'replace: stop-first'."));
        }
    }
}
