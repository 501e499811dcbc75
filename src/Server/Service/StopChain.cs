using ProcessProxy.Configuration;

namespace ProcessProxy.Server.Service;

/// <summary>How long an orderly stop may take: what others depend on waits for them.</summary>
internal static class StopChain
{
    /// <summary>The least time that a service manager gives.</summary>
    /// <value>90 seconds.</value>
    public static readonly TimeSpan Least = TimeSpan.FromSeconds(90);

    /// <summary>What the server itself needs beside its programs.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    /// <summary>The longest chain of <c>stopTimeout</c>, with a margin.</summary>
    public static TimeSpan Of(ProcessesSpec processes)
    {
        var byId = processes.All.ToDictionary(process => process.Id, StringComparer.Ordinal);
        var known = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        var longest = processes.All.Select(process => Chain(process.Id)).DefaultIfEmpty().Max() + Margin;
        return longest > Least ? longest : Least;

        // From a process down to the last one that it depends on; the configuration has no circles.
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
