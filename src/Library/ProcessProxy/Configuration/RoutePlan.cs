using ProcessProxy.Configuration.Keys;

namespace ProcessProxy.Configuration;

/// <summary>Computes the changes from one configuration to another, with the affected routes. Pure, like <see cref="ConfigurationPlan"/>.</summary>
internal static class RoutePlan
{
    private const string Settings = "settings.";

    /// <summary>
    /// Returns one change for each process of both, as <see cref="ConfigurationPlan.Plan"/> returns them, one more if routes without
    /// a process change, one for the server as a whole, and one for what a reload does not change.
    /// </summary>
    /// <param name="current">The current configuration.</param>
    /// <param name="updated">The configuration in the files.</param>
    /// <param name="atStart">The configuration that the server was started with, whose listeners are open.</param>
    /// <param name="asItIs">Adjusts an action to the current state of its process: a process at rest stays so. It gets the updated configuration.</param>
    public static IReadOnlyList<PlannedChange> Plan(ServerSpec current, ServerSpec updated, ServerSpec atStart, Func<ReloadAction, ProcessesSpec, ReloadAction> asItIs)
    {
        // A changed route is included twice, as before and as after.
        var changed = current.Routes.Except(updated.Routes).Concat(updated.Routes.Except(current.Routes)).ToList();
        var all = current.Routes.Union(updated.Routes).ToList();
        var plan = ConfigurationPlan.Plan(current.Processes, updated.Processes).Select(action => asItIs(action, updated.Processes)).Select(action => new PlannedChange(
            action.Id, action.Action, action.Because,
            Names((DoesNotice(action.Action) ? all : changed).Where(route => route.Process == action.Id)))).ToList();
        var others = changed.Where(route => !plan.Exists(change => change.Process == route.Process)).ToList();
        if (others.Count > 0)
        {
            plan.Add(new PlannedChange(null, ReloadActionKind.Update, "routes changed", Names(others)));
        }

        if (OfServer(current, updated).ToList() is { Count: > 0 } applied)
        {
            plan.Add(new PlannedChange(null, ReloadActionKind.Update, string.Join(", ", applied), []));
        }

        if (NeedingARestart(atStart, updated) is { Count: > 0 } kept)
        {
            plan.Add(new PlannedChange(
                null, ReloadActionKind.None, $"{string.Join(", ", kept)} changed: {(kept.Count == 1 ? "it takes" : "they take")} effect when the server is restarted", []));
        }

        return plan;
    }

    /// <summary>Returns the keys that changed since the server was started and that it does not apply, because its listeners are open.</summary>
    public static IReadOnlyList<string> NeedingARestart(ServerSpec atStart, ServerSpec updated) =>
        [.. ServerKeys.All.Rows.Where(row => row.NeedsRestart && row.Differences(atStart, updated).Any()).Select(row => row.Name.Split('.')[0]).Distinct()];

    /// <summary>Returns what a reload changes in the server as a whole.</summary>
    private static IEnumerable<string> OfServer(ServerSpec current, ServerSpec updated) =>
    [
        .. ServerKeys.All.Rows.Where(row => !row.NeedsRestart).SelectMany(row => row.Differences(current, updated)),
        .. current.Tls.Certificates.Equals(updated.Tls.Certificates) ? (IEnumerable<string>)[] : ["tls.certificates changed"],

        // A change of the state folder is reported for each process, because it restarts them.
        .. SettingsKeys.All.Rows.Where(row => row.Name != SettingsKeys.StateDirectory)
            .SelectMany(row => row.Differences(current.Processes, updated.Processes)).Select(change => Settings + change),
    ];

    /// <summary>Returns whether requests notice an action on their process.</summary>
    private static bool DoesNotice(ReloadActionKind action) =>
        action is ReloadActionKind.Start or ReloadActionKind.Stop or ReloadActionKind.Restart;

    private static IReadOnlyList<string> Names(IEnumerable<RouteSpec> routes) =>
        [.. routes.Select(route => route.Domain + route.Path).Distinct(StringComparer.Ordinal)];
}
