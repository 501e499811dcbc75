using ProcessProxy.Configuration;

namespace ProcessProxy.Server.Printing;

/// <summary>A change of a process, or of what belongs to none.</summary>
/// <param name="Process">The process; null for routes and the server as a whole.</param>
/// <param name="Action">What is done to it.</param>
/// <param name="Because">Why.</param>
/// <param name="Routes">The routes whose requests notice.</param>
internal sealed record ListedChange(string? Process, ReloadActionKind Action, string Because, IReadOnlyList<string> Routes)
{
    /// <summary>A change of a plan.</summary>
    public static ListedChange Of(PlannedChange change) => new(change.Process, change.Action, change.Because, change.RoutesAffected);

    private bool IsUnchanged => Process is not null && Action == ReloadActionKind.None && Because == ConfigurationPlan.Unchanged;

    /// <summary>Whether there is something to tell.</summary>
    public bool IsTold => !IsUnchanged || Routes.Count > 0;

    /// <inheritdoc/>
    public override string ToString()
    {
        var routes = string.Join(", ", Routes);
        return IsUnchanged ? $"{Process}: routes changed: {routes}"
            : (Action == ReloadActionKind.None ? $"{Process ?? "server"}: {Because}" : $"{Process ?? (Routes.Count > 0 ? "routes" : "server")}: {Table.Word(Action)}: {Because}")
                + (routes.Length == 0 ? "" : $" (routes: {routes})");
    }
}

/// <summary>Prints what a reload changes, without everything that it leaves as it is.</summary>
internal static class ChangeList
{
    /// <summary>Prints a line for each change.</summary>
    /// <param name="nothing">What is said when there is none.</param>
    /// <param name="changes">Everything that was looked at.</param>
    public static void Write(string nothing, IEnumerable<ListedChange> changes)
    {
        var told = changes.Where(change => change.IsTold).ToList();
        if (told.Count == 0)
        {
            Console.WriteLine(nothing);
        }

        foreach (var change in told)
        {
            Console.WriteLine(VisibleText.Line(change.ToString()));
        }
    }
}
