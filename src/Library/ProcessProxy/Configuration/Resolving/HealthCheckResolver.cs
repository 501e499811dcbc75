using ProcessProxy.Configuration.Entries;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Decides whether a process has a health check, and which.</summary>
internal sealed class HealthCheckResolver(HealthCheckEntry? defaults, HealthTargets targets, ProblemList problems)
{
    /// <summary>The health check of a process, or null when it has none or what was written is wrong.</summary>
    /// <param name="entry">The process as it was written.</param>
    /// <param name="env">Its environment, expanded.</param>
    public HealthCheckSpec? Resolve(ProcessEntry entry, ValueMap env)
    {
        var own = entry.HealthCheck;
        var path = own?.Path ?? defaults?.Path;
        var isValid = own?.Path is not { } written || CheckPath(written);
        if (!(own?.Enabled?.Value ?? defaults?.Enabled?.Value ?? ProcessDefaults.HealthCheckEnabled) || !isValid)
        {
            return null;
        }

        return TargetOf(entry, env, path?.Value ?? ProcessDefaults.HealthCheckPath) is not { } target ? null : new HealthCheckSpec
        {
            Url = target.Url,
            Host = target.Host,
            Interval = own?.Interval?.Value ?? defaults?.Interval?.Value ?? ProcessDefaults.HealthCheckInterval,
            Timeout = own?.Timeout?.Value ?? defaults?.Timeout?.Value ?? ProcessDefaults.HealthCheckTimeout,
            Retries = own?.Retries?.Value ?? defaults?.Retries?.Value ?? ProcessDefaults.HealthCheckRetries,
            StartPeriod = own?.StartPeriod?.Value ?? defaults?.StartPeriod?.Value ?? ProcessDefaults.HealthCheckStartPeriod,
            OnUnhealthy = own?.OnUnhealthy?.Value ?? defaults?.OnUnhealthy?.Value ?? ProcessDefaults.OnUnhealthy,
        };
    }

    /// <summary>Reports a path that is neither a full http(s) URL nor relative.</summary>
    public bool CheckPath(Written<string> path)
    {
        if (HttpUrl.TryParse(path.Value, out _) || IsRelative(path.Value))
        {
            return true;
        }

        problems.Add(path.Place, ProblemCodes.InvalidHealthUrl,
            $"'{path.Place.Key}' must be a path as /health, or a full URL that begins with http:// or https://, not '{path.Value}'.");
        return false;
    }

    private HealthTarget? TargetOf(ProcessEntry entry, ValueMap env, string path)
    {
        if (HttpUrl.TryParse(path, out var full))
        {
            return new HealthTarget(full, null);
        }

        if (!IsRelative(path))
        {
            return null; // Reported where it was written: in the defaults.
        }

        if (targets.Find(entry.Id, env) is { } target)
        {
            return target with { Url = HealthTargets.Append(target.Url, path) };
        }

        // A health check that came by default is simply off; one the process asks for cannot be.
        if (entry.HealthCheck is { } own && !IsReported(entry, env))
        {
            problems.Add(own.Path is { } written ? written.Place : own.Place, ProblemCodes.HealthTargetUnknown,
                $"The health check of '{entry.Id}' has no address: give a full URL as its path, a route with 'process: {entry.Id}', or env.PORT.");
        }

        return null;
    }

    /// <summary>A port that was written but could not be expanded is a problem already.</summary>
    private static bool IsReported(ProcessEntry entry, ValueMap env) =>
        !env.ContainsKey(HealthTargets.PortVariable) && entry.Env?.Any(variable => variable.Name == HealthTargets.PortVariable) == true;

    /// <summary>A colon in the first segment is a URL whose beginning is missing: <c>localhost:8888/health</c>.</summary>
    private static bool IsRelative(string path)
    {
        var first = path.AsSpan();
        var end = first.IndexOf('/');
        return end == 0 || !(end < 0 ? first : first[..end]).Contains(':');
    }
}
