using System.Globalization;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Finds processes whose IDs are names of instances of others: both would have the same state and log.</summary>
internal sealed class InstanceClaims
{
    private readonly Dictionary<string, int> owners = new(StringComparer.OrdinalIgnoreCase);
    private readonly IReadOnlyList<ProcessSpec> processes;
    private readonly ProcessPlaces places;
    private readonly ProblemList problems;

    private InstanceClaims(IReadOnlyList<ProcessSpec> processes, ProcessPlaces places, ProblemList problems)
    {
        this.processes = processes;
        this.places = places;
        this.problems = problems;
        for (var index = 0; index < processes.Count; index++)
        {
            foreach (var key in KeysOf(processes[index]))
            {
                owners.TryAdd(key, index);
            }
        }
    }

    /// <summary>Reports each ID that is the name of an instance, and returns the numbers of the other processes.</summary>
    public static IEnumerable<int> Check(IReadOnlyList<ProcessSpec> processes, ProcessPlaces places, ProblemList problems)
    {
        var claims = new InstanceClaims(processes, places, problems);
        return Enumerable.Range(0, processes.Count).Where(claims.IsFree).ToList();
    }

    /// <summary>Returns the programs of a process that can exist beside the one with its own names: the number of the instance, and whether another one serves for it.</summary>
    public static IEnumerable<(int Instance, bool IsNext)> Beside(ProcessSpec process)
    {
        foreach (var instance in Enumerable.Range(2, Math.Clamp(process.Instances, 1, ProcessSpec.MostInstances) - 1))
        {
            yield return (instance, false);
        }

        // Only one instance is replaced at a time, so there is one set of these names.
        if (process.Replace.Mode == ReplaceMode.Rolling)
        {
            yield return (1, true);
        }
    }

    /// <summary>Returns the names under which the state of these programs is kept.</summary>
    private static IEnumerable<string> KeysOf(ProcessSpec process)
    {
        var isReplaced = process.Replace.Mode == ReplaceMode.Rolling;
        for (var instance = 1; instance <= Math.Min(process.Instances, ProcessSpec.MostInstances); instance++)
        {
            if (instance > 1)
            {
                yield return InstanceSpec.KeyOf(process.Id, instance, isSecondSeat: false);
            }

            if (isReplaced)
            {
                yield return InstanceSpec.KeyOf(process.Id, instance, isSecondSeat: true);
            }
        }
    }

    private bool IsFree(int index)
    {
        var id = processes[index].Id;
        if (!owners.TryGetValue(id, out var owner))
        {
            return true;
        }

        var other = processes[owner];
        problems.Add(places.Of(index), ProblemCodes.FileConflict,
            $"The ID '{id}' is also the name of {(IsNumber(id) ? "an instance" : "a new program")} of '{other.Id}' ({places.Of(owner).Name}), "
            + $"which {(other.Instances > 1 ? $"has {other.Instances} instances" : "is replaced without an interruption")}, so they would share files. Choose another ID.");
        return false;
    }

    private static bool IsNumber(string id) => int.TryParse(id.AsSpan(id.LastIndexOf('.') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
