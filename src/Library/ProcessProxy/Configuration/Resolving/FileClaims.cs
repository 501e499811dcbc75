using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Checks that no file of a process has the path of a file with another use.</summary>
internal sealed class FileClaims(ProblemList problems)
{
    private readonly Dictionary<string, string> uses = new(ProjectPaths.Comparer);

    /// <summary>Records the use of a file; the first claim wins.</summary>
    public void Add(string file, string use) => uses.TryAdd(file, use);

    /// <summary>Claims a file of a process, which must not be claimed already.</summary>
    public void Add(string file, string use, string id, Place place)
    {
        if (!uses.TryAdd(file, $"the {use} of '{id}'"))
        {
            problems.Add(place, ProblemCodes.FileConflict, $"The {use} of '{id}' would be '{file}', which is {uses[file]}.");
        }
    }
}
