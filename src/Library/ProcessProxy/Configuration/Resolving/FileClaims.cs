using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Checks that no PID file has the path of a file with another use.</summary>
internal sealed class FileClaims(ProblemList problems)
{
    private readonly Dictionary<string, string> uses = new(ProjectPaths.Comparer);

    /// <summary>Records the use of a file; the first claim wins.</summary>
    public void Add(string file, string use) => uses.TryAdd(file, use);

    /// <summary>Claims a PID file, which must not be claimed already.</summary>
    public void AddPidFile(ProcessSpec process, Place place)
    {
        if (!uses.TryAdd(process.Launch.PidFile, $"the PID file of '{process.Id}'"))
        {
            problems.Add(place, ProblemCodes.FileConflict,
                $"The PID file of '{process.Id}' would be '{process.Launch.PidFile}', which is {uses[process.Launch.PidFile]}.");
        }
    }
}
