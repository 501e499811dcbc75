using ProcessProxy.Configuration.Keys;

namespace ProcessProxy.Configuration;

/// <summary>Computes the actions that lead from one configuration to another. It uses only the two configurations.</summary>
internal static class ConfigurationPlan
{
    /// <summary>The text for a process whose configuration is the same.</summary>
    internal const string Unchanged = "unchanged";

    private const int MostNames = 3;

    /// <summary>
    /// Returns one action for each process of both: in the order of <paramref name="updated"/>, then those that were removed. An
    /// enabled process whose launch changed is restarted. A process that is disabled in both, or a job, is only updated, because it is not
    /// meant to run continuously.
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

        // Iterates over the list, not over the rest of the dictionary, to keep the order of the file.
        actions.AddRange(current.All
            .Where(process => before.ContainsKey(process.Id))
            .Select(process => new ReloadAction(process.Id, ReloadActionKind.Stop, "no longer configured")));
        return actions;
    }

    /// <summary>Adds to an action what becomes of a number of instances that a command has set.</summary>
    /// <param name="action">The action on a process.</param>
    /// <param name="scaled">The number that the command has set.</param>
    /// <param name="current">The process before.</param>
    /// <param name="updated">The process after.</param>
    public static ReloadAction WithScaled(ReloadAction action, int scaled, ProcessSpec current, ProcessSpec updated)
    {
        var said = KeepsScaled(current.Instances, updated) ? $"stays scaled to {scaled} (configured: {updated.Instances})" : $"no longer scaled to {scaled}";
        return action with { Because = action.Because == Unchanged ? said : $"{action.Because}; {said}" };
    }

    /// <summary>Returns whether a number of instances that a command has set stays in force: the configured one has not changed, and there can be several.</summary>
    /// <param name="configured">The configured number at the time of the command.</param>
    /// <param name="updated">The process.</param>
    public static bool KeepsScaled(int configured, ProcessSpec updated) =>
        configured == updated.Instances && updated is { Schedule: null, Port: null or { IsAuto: true } };

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
            // A running service is not a run of a job, and a former job must run from now on.
            return new(
                process.Id,
                process.Schedule is null ? ReloadActionKind.Start : ReloadActionKind.Stop,
                Describe(old, process, stateMoved));
        }

        // A run of a job is not interrupted: the next run uses the new launch settings.
        var restart = process.Enabled && process.Schedule is null && (stateMoved || ProcessKeys.All.NeedsRestart(old, process));
        return new(
            process.Id,
            !restart ? ReloadActionKind.Update : process.Replace.Mode == ReplaceMode.Rolling ? ReloadActionKind.Replace : ReloadActionKind.Restart,
            Describe(old, process, stateMoved));
    }

    /// <summary><c>env.PORT 8888 → 8892</c>, or <c>args changed</c> if the values may be secret; only the first few of many.</summary>
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
