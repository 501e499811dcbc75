using ProcessProxy.Configuration.Keys;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Decides whether a process has a health check, and its address.</summary>
internal static class HealthChecks
{
    private const string Section = "healthCheck";
    private const string PathKey = "healthCheck.path";
    private const string EnvironmentKey = "env";

    /// <summary>Returns the complete health check of a process, or null if it has none, or none with an address.</summary>
    /// <param name="spec">The process with all written values.</param>
    /// <param name="own">Its own keys.</param>
    /// <param name="targets">The addresses of processes.</param>
    /// <param name="problems">The list that receives problems.</param>
    public static HealthCheckSpec? Resolve(ProcessSpec spec, Written<ProcessSpec> own, HealthTargets targets, ProblemList problems)
    {
        if (spec.HealthCheck is not { Enabled: true } check || (own.Has(PathKey) && !own.IsSet(PathKey)))
        {
            return null;
        }

        if (HealthPath.Missing(check.Path, InstanceText.NamesOf(spec)) is { } missing)
        {
            var key = missing == InstanceText.Port ? "port" : "instances";
            if (own.Has(Section))
            {
                problems.Add(own.PlaceOf(Section), ProblemCodes.HealthTargetUnknown,
                    $"The health check of '{spec.Id}' has no address: its path is '{check.Path}' of 'settings.defaultHealthCheck', and '{spec.Id}' has no '{key}'. Set '{key}', or a path of its own.");
            }

            return null;
        }

        if (InstanceHealth.IsFull(check, spec, out var full))
        {
            return check with { Url = full, Host = null };
        }

        if (spec.Port is { } port)
        {
            return InstanceHealth.Unfilled(check, port, spec) with { Host = targets.HostOf(spec.Id) };
        }

        if (targets.Find(spec.Id, spec.Launch.Env) is { } target)
        {
            return check with { Url = HealthTargets.Append(target.Url, check.Path), Host = target.Host };
        }

        // A default health check is simply off; a requested one is an error.
        if (own.Has(Section) && !IsReported(spec, own))
        {
            var variable = spec.Launch.Env.GetValueOrDefault(HealthTargets.PortVariable);
            problems.Add(own.PlaceOrNull(PathKey) ?? own.PlaceOf(Section), ProblemCodes.HealthTargetUnknown,
                variable is null ? $"The health check of '{spec.Id}' has no address. Set its path to a full URL, set 'port', or add a route with 'process: {spec.Id}' and a 'target'."
                : $"The health check of '{spec.Id}' has no address: env.PORT is '{variable}', which is not a port.");
        }

        return null;
    }

    /// <summary>Returns whether a port was written but could not be expanded, which is already a problem.</summary>
    private static bool IsReported(ProcessSpec spec, Written<ProcessSpec> own) =>
        !spec.Launch.Env.ContainsKey(HealthTargets.PortVariable) && own.ItemOrNull(EnvironmentKey, $".{HealthTargets.PortVariable}") is not null;
}
