using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Checks <c>dependsOn</c>: every ID is configured, and no process waits for itself, directly or through others.</summary>
internal sealed class Dependencies
{
    /// <summary>The number of processes of a cycle that are shown after the first.</summary>
    private const int MostShown = 20;

    private readonly Dictionary<string, Node> processes = new(StringComparer.Ordinal);
    private readonly List<Node> all = [];
    private readonly ProblemList problems;

    /// <summary>Processes that are known not to be part of a cycle, or are already reported.</summary>
    private readonly HashSet<string> done = new(StringComparer.Ordinal);

    private Dependencies(IReadOnlyList<ProcessSpec> processes, ProcessPlaces places, ProblemList problems)
    {
        this.problems = problems;
        for (var index = 0; index < processes.Count; index++)
        {
            var at = index;
            var isOff = places.Has(index, "healthCheck") && !places.Has(index, "healthCheck.enabled");
            var node = new Node(processes[index], isOff, (listed, mapped) => places.OfItem(at, "dependsOn", listed, mapped));
            all.Add(node);
            this.processes.TryAdd(node.Spec.Id, node);
        }
    }

    public static void Check(IReadOnlyList<ProcessSpec> processes, ProcessPlaces places, ProblemList problems)
    {
        var check = new Dependencies(processes, places, problems);
        check.all.ForEach(check.Names);
        check.all.ForEach(check.Cycles);
    }

    private void Names(Node process)
    {
        for (var item = 0; item < process.DependsOn.Count; item++)
        {
            var id = process.DependsOn[item].Id;
            if (!problems.IsFull && !processes.ContainsKey(id))
            {
                problems.AddMisspelt(process.PlaceOf(item), ProblemCodes.UnknownDependency,
                    $"'{process.Spec.Id}' depends on '{id}', which is not configured.", id, processes.Keys);
            }
            else if (processes.TryGetValue(id, out var on) && on.Spec.Schedule is not null)
            {
                problems.Add(process.PlaceOf(item), ProblemCodes.NotForJobs,
                    $"'{process.Spec.Id}' cannot depend on '{id}', because it has a schedule and does not run continuously.");
            }
            else if (on is { Spec.HealthCheck: null } && process.DependsOn[item].Condition == DependencyCondition.Healthy)
            {
                problems.Add(process.PlaceOf(item), ProblemCodes.Contradiction,
                    on.IsCheckOff
                        ? $"'{process.Spec.Id}' waits until '{id}' is healthy, but the health check of '{id}' is off. Add 'enabled: true' to 'healthCheck', or use 'started'."
                        : $"'{process.Spec.Id}' waits until '{id}' is healthy, but '{id}' has no health check. Configure a health check, or use 'started'.");
            }
        }
    }

    /// <summary>Searches depth-first with its own stack: a chain may be as long as the file.</summary>
    private void Cycles(Node start)
    {
        var path = new Stack<(Node Process, int Next)>();
        var onPath = new HashSet<string>(StringComparer.Ordinal);
        Enter(start);
        while (path.TryPop(out var step))
        {
            var dependencies = step.Process.DependsOn;
            if (step.Next == dependencies.Count)
            {
                onPath.Remove(step.Process.Spec.Id);
                continue;
            }

            path.Push((step.Process, step.Next + 1));
            var dependency = dependencies[step.Next].Id;
            if (onPath.Contains(dependency))
            {
                var around = path.Select(visited => visited.Process.Spec.Id).TakeWhile(id => id != dependency).Reverse().ToList();
                problems.Add(step.Process.PlaceOf(step.Next), ProblemCodes.DependencyCycle,
                    $"Processes depend on each other in a cycle: {string.Join(" → ", [dependency, .. around.Take(MostShown), .. around.Count > MostShown ? ["…"] : Array.Empty<string>(), dependency])}.");
            }
            else if (processes.TryGetValue(dependency, out var process))
            {
                Enter(process);
            }
        }

        void Enter(Node process)
        {
            if (done.Add(process.Spec.Id))
            {
                onPath.Add(process.Spec.Id);
                path.Push((process, 0));
            }
        }
    }

    /// <param name="Spec">The process.</param>
    /// <param name="IsCheckOff">Whether it has a health check of its own that nothing enables.</param>
    /// <param name="Place">Returns the place of an item of <c>dependsOn</c>.</param>
    private sealed record Node(ProcessSpec Spec, bool IsCheckOff, Func<string, string, Place> Place)
    {
        public IReadOnlyList<Dependency> DependsOn => Spec.DependsOn;

        /// <summary>Returns the place in a list or, if there is none, in a map.</summary>
        public Place PlaceOf(int item) => Place($"[{item}]", $".{DependsOn[item].Id}");
    }
}
