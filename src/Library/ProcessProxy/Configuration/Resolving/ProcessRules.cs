using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Checks the processes against each other.</summary>
internal static class ProcessRules
{
    /// <summary>Reports conflicts.</summary>
    /// <param name="spec">The processes.</param>
    /// <param name="targets">The processes that routes name.</param>
    /// <param name="places">The places of their keys.</param>
    /// <param name="configFiles">The configuration files, which nothing may overwrite.</param>
    /// <param name="problems">The list that receives problems.</param>
    public static void Check(ProcessesSpec spec, HealthTargets targets, ProcessPlaces places, IEnumerable<string> configFiles, ProblemList problems)
    {
        ProcessIds.Check(spec.All, places, problems);
        Dependencies.Check(spec.All, places, problems);
        for (var index = 0; index < spec.All.Count; index++)
        {
            var at = index;
            InstanceRules.Check(
                spec.All[at], targets.IsRouted(spec.All[at].Id), key => places.Of(at, key), name => places.OfItem(at, "env", $".{name}", $".{name}"), problems);
        }

        CheckFiles(spec, places, configFiles, problems);
    }

    private static void CheckFiles(ProcessesSpec spec, ProcessPlaces places, IEnumerable<string> configFiles, ProblemList problems)
    {
        var claims = new FileClaims(problems);
        foreach (var file in configFiles)
        {
            claims.Add(file, "a configuration file");
        }

        claims.Add(Path.Combine(spec.StateDirectory, "processproxy.lock"), "the server's lock");
        claims.Add(Path.Combine(spec.StateDirectory, "processproxy.sock"), "the server's socket");
        foreach (var process in spec.All)
        {
            claims.Add(Path.Combine(spec.StateDirectory, process.Id + ".state"), $"the state file of '{process.Id}'");
        }

        // A duplicate ID is already reported; the files that both share are not another problem.
        var ids = new HashSet<string>(ProjectPaths.Comparer);
        var own = InstanceClaims.Check(spec.All, places, problems).Where(index => ids.Add(spec.All[index].Id)).ToList();
        var programs = own.Select(index => (Index: index, Process: spec.All[index]))
            .SelectMany(one => InstanceClaims.Beside(one.Process).Prepend((Instance: 1, IsNext: false))
                .Select(beside => (one.Index, InstanceSpec.Of(one.Process, beside.Instance, null, beside.IsNext).Launch))).ToList();
        foreach (var (index, launch) in programs)
        {
            // IDs alone never make these files meet, but a source of others may.
            var (id, log) = (spec.All[index].Id, launch.Log);
            claims.Add(log.PipeFile ?? LogSpec.PipeFileOf(spec.StateDirectory, id), "output pipe", id, places.Of(index));
            if (log.Keep)
            {
                claims.Add(log.File, "log", id, places.Of(index));
                claims.Add(log.ErrorFile, "log", id, places.Of(index));
            }
        }

        foreach (var (index, launch) in programs)
        {
            claims.Add(launch.PidFile, "PID file", spec.All[index].Id, places.Of(index, "pidFile"));
        }
    }
}
