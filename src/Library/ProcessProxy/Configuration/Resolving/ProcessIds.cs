using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Checks the IDs of processes: they become file names and segments of URLs.</summary>
internal static class ProcessIds
{
    private const int LongestId = 64;

    /// <summary>It would hide the call <c>POST /api/processes/reload</c>.</summary>
    private const string Reserved = "reload";

    public static void Check(IReadOnlyList<ProcessSpec> processes, ProcessPlaces places, ProblemList problems)
    {
        var first = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var index = 0; index < processes.Count; index++)
        {
            var id = processes[index].Id;
            if (!IsValid(id))
            {
                problems.Add(places.Of(index), ProblemCodes.InvalidId,
                    $"'{id}' is not a valid ID. Use 1 to {LongestId} ASCII letters, digits, '.', '_' and '-', beginning with a letter or a digit.");
            }
            else if (string.Equals(id, Reserved, StringComparison.OrdinalIgnoreCase))
            {
                problems.Add(places.Of(index), ProblemCodes.ReservedId, $"'{id}' cannot be an ID, because the management API uses this word.");
            }

            if (!first.TryAdd(id, index))
            {
                var other = first[id];
                if (processes[other].Id == id)
                {
                    problems.Add(places.Of(index), ProblemCodes.DuplicateKey, $"There is a process '{id}' already ({places.Of(other).Name}).");
                    continue;
                }

                problems.Add(places.Of(index), ProblemCodes.IdsDifferByCase,
                    $"The IDs '{id}' and '{processes[other].Id}' ({places.Of(other).Name}) differ by case only, so they would share files.");
            }
        }
    }

    private static bool IsValid(string id) =>
        id.Length is > 0 and <= LongestId
        && char.IsAsciiLetterOrDigit(id[0])
        && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');
}
