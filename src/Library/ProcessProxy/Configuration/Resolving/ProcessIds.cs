using ProcessProxy.Configuration.Entries;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Checks the ids of processes: they become file names and segments of URLs.</summary>
internal static class ProcessIds
{
    private const int LongestId = 64;

    /// <summary>It would hide the call <c>POST /api/processes/reload</c>.</summary>
    private const string Reserved = "reload";

    public static void Check(IReadOnlyList<ProcessEntry> processes, ProblemList problems)
    {
        var first = new Dictionary<string, ProcessEntry>(StringComparer.OrdinalIgnoreCase);
        foreach (var process in processes)
        {
            if (!IsValid(process.Id))
            {
                problems.Add(process.Place, ProblemCodes.InvalidId,
                    $"'{process.Id}' cannot be an id: 1 to {LongestId} letters, digits, '.', '_' and '-' of ASCII, the first a letter or a digit.");
            }
            else if (string.Equals(process.Id, Reserved, StringComparison.OrdinalIgnoreCase))
            {
                problems.Add(process.Place, ProblemCodes.ReservedId, $"'{process.Id}' cannot be an id: it is a call of the management API.");
            }

            if (!first.TryAdd(process.Id, process))
            {
                var other = first[process.Id];
                problems.Add(process.Place, ProblemCodes.IdsDifferByCase,
                    $"The ids '{process.Id}' and '{other.Id}' (line {other.Place.Line}) differ by case only, so they would share files.");
            }
        }
    }

    private static bool IsValid(string id) =>
        id.Length is > 0 and <= LongestId
        && char.IsAsciiLetterOrDigit(id[0])
        && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');
}
