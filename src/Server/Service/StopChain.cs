using ProcessProxy.Configuration;

namespace ProcessProxy.Server.Service;

/// <summary>Computes how long an orderly stop may take: dependencies wait for their dependents.</summary>
internal static class StopChain
{
    /// <summary>The minimum that a service manager gets.</summary>
    /// <value>90 seconds.</value>
    public static readonly TimeSpan Least = TimeSpan.FromSeconds(90);

    /// <summary>The time the server itself needs besides its programs.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    /// <summary>Returns the longest chain of <c>stopTimeout</c>, with a margin.</summary>
    public static TimeSpan Of(ProcessesSpec processes)
    {
        var byId = processes.All.ToDictionary(process => process.Id, StringComparer.Ordinal);
        var known = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        var longest = processes.All.Select(process => Chain(process.Id)).DefaultIfEmpty().Max() + Margin;
        return longest > Least ? longest : Least;

        // From a process down to its last dependency; the configuration has no cycles.
        TimeSpan Chain(string id)
        {
            if (!known.TryGetValue(id, out var time))
            {
                var process = byId[id];
                known[id] = time = process.Stop.Timeout + process.DependsOn.Select(on => Chain(on.Id)).DefaultIfEmpty().Max();
            }

            return time;
        }
    }
}
