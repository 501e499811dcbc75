using ProcessProxy.Configuration.Keys;

namespace ProcessProxy.Configuration;

/// <summary>Computes the actions that lead from one configuration to another. It uses only the two configurations.</summary>
internal static class ConfigurationPlan
{
    /// <summary>What is said of a process whose configuration is the same.</summary>
    internal const string Unchanged = "unchanged";

    private const int MostNames = 3;

    /// <summary>
    /// One action for every process of both: in the order of <paramref name="updated"/>, then those that are gone. An
    /// enabled process whose launch changed is restarted; one that is disabled in both, and a job, is only updated, since nothing of it is
    /// meant to run all the time.
    /// </summary>
    public static IReadOnlyList<ReloadAction> Plan(ProcessesSpec current, ProcessesSpec updated)
    {
        var before = current.All.ToDictionary(process => process.Id, StringComparer.Ordinal);
        var stateMoved = current.StateDirectory != updated.StateDirectory;
        var actions = new List<ReloadAction>(updated.All.Count);
        foreach (var process in updated.All)
        {
            before.Remove(process.Id, out var old);
            actions.Add(old is null ? New(process) : Changed(old, process, stateMoved));
        }

        // Iterated over the list, not over the rest of the dictionary, for the order of the file.
        actions.AddRange(current.All
            .Where(process => before.ContainsKey(process.Id))
            .Select(process => new ReloadAction(process.Id, ReloadActionKind.Stop, "no longer configured")));
        return actions;
    }

    private static ReloadAction New(ProcessSpec process) => process.Enabled
        ? new(process.Id, ReloadActionKind.Start, "new")
        : new(process.Id, ReloadActionKind.None, "new, disabled");

    private static ReloadAction Changed(ProcessSpec old, ProcessSpec process, bool stateMoved)
    {
        if (old.Enabled != process.Enabled)
        {
            return process.Enabled
                ? new(process.Id, ReloadActionKind.Start, "enabled changed to true")
                : new(process.Id, ReloadActionKind.Stop, "enabled changed to false");
        }

        if (old == process && !stateMoved)
        {
            return new(process.Id, ReloadActionKind.None, Unchanged);
        }

        if (process.Enabled && (old.Schedule is null) != (process.Schedule is null))
        {
            // What runs as a service is no run of a job; and what was a job is to run from now on.
            return new(
                process.Id,
                process.Schedule is null ? ReloadActionKind.Start : ReloadActionKind.Stop,
                Describe(old, process, stateMoved));
        }

        // A run of a job is not ended half-way: the next one has the new launch.
        var restart = process.Enabled && process.Schedule is null && (stateMoved || ProcessKeys.All.NeedsRestart(old, process));
        return new(
            process.Id,
            restart ? ReloadActionKind.Restart : ReloadActionKind.Update,
            Describe(old, process, stateMoved));
    }

    /// <summary><c>env.PORT 8888 → 8892</c>, or <c>args changed</c> of what may hold a secret; of many only the first few.</summary>
    private static string Describe(ProcessSpec old, ProcessSpec updated, bool stateMoved)
    {
        var changes = ProcessKeys.All.Differences(old, updated).ToList();
        if (stateMoved)
        {
            changes.Insert(0, "settings.pidManagement.defaultPidDir changed");
        }

        var first = string.Join(", ", changes.Take(MostNames));
        return changes.Count <= MostNames ? first : $"{first} and {changes.Count - MostNames} more";
    }
}
