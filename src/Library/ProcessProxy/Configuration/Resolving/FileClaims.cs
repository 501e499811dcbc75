using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Checks that no PID file falls on a file that has another use.</summary>
internal sealed class FileClaims(ProblemList problems)
{
    private readonly Dictionary<string, string> uses = new(ProjectPaths.Comparer);

    /// <summary>Says what a file is for; the first claim stays.</summary>
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
