using ProcessProxy.Configuration.Entries;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Checks <c>dependsOn</c>: every id is configured, and no process waits for itself, be it through others.</summary>
internal sealed class Dependencies
{
    private readonly Dictionary<string, ProcessEntry> processes = new(StringComparer.Ordinal);
    private readonly ProblemList problems;

    /// <summary>Processes known to wait for no cycle, or already reported.</summary>
    private readonly HashSet<string> done = new(StringComparer.Ordinal);

    private Dependencies(IReadOnlyList<ProcessEntry> processes, ProblemList problems)
    {
        this.problems = problems;
        foreach (var process in processes)
        {
            this.processes.TryAdd(process.Id, process);
        }
    }

    public static void Check(IReadOnlyList<ProcessEntry> processes, ProblemList problems)
    {
        var check = new Dependencies(processes, problems);
        foreach (var process in processes)
        {
            check.Names(process);
        }

        foreach (var process in processes)
        {
            check.Cycles(process);
        }
    }

    private static IReadOnlyList<Written<string>> Of(ProcessEntry process) => process.DependsOn?.Value ?? [];

    private void Names(ProcessEntry process)
    {
        foreach (var id in Of(process))
        {
            if (!problems.IsFull && !processes.ContainsKey(id.Value))
            {
                problems.AddMisspelt(id.Place, ProblemCodes.UnknownDependency,
                    $"'{process.Id}' depends on '{id.Value}', which is not configured.", id.Value, processes.Keys);
            }
            else if (processes.TryGetValue(id.Value, out var on) && on.Schedule is not null)
            {
                problems.Add(id.Place, ProblemCodes.NotForJobs,
                    $"'{process.Id}' cannot depend on '{id.Value}', which has a schedule: it runs at times, and nothing can wait until it is up.");
            }
        }
    }

    /// <summary>Walks in depth with a stack of its own: a chain may be as long as the file.</summary>
    private void Cycles(ProcessEntry start)
    {
        var path = new Stack<(ProcessEntry Process, int Next)>();
        var onPath = new HashSet<string>(StringComparer.Ordinal);
        Enter(start);
        while (path.TryPop(out var step))
        {
            var dependencies = Of(step.Process);
            if (step.Next == dependencies.Count)
            {
                onPath.Remove(step.Process.Id);
                continue;
            }

            path.Push((step.Process, step.Next + 1));
            var dependency = dependencies[step.Next];
            if (onPath.Contains(dependency.Value))
            {
                var around = path.Select(visited => visited.Process.Id).TakeWhile(id => id != dependency.Value).Reverse();
                problems.Add(dependency.Place, ProblemCodes.DependencyCycle,
                    $"Processes wait for one another: {string.Join(" → ", [dependency.Value, .. around.Take(20), dependency.Value])}.");
            }
            else if (processes.TryGetValue(dependency.Value, out var process))
            {
                Enter(process);
            }
        }

        void Enter(ProcessEntry process)
        {
            if (done.Add(process.Id))
            {
                onPath.Add(process.Id);
                path.Push((process, 0));
            }
        }
    }
}
