using ProcessProxy.Configuration;

namespace ProcessProxy.Server.Printing;

/// <summary>A change of a process, or of something without a process.</summary>
/// <param name="Process">The process; null for routes and the server as a whole.</param>
/// <param name="Action">The action.</param>
/// <param name="Because">The reason.</param>
/// <param name="Routes">The affected routes.</param>
internal sealed record ListedChange(string? Process, ReloadActionKind Action, string Because, IReadOnlyList<string> Routes)
{
    /// <summary>Creates a change of a plan.</summary>
    public static ListedChange Of(PlannedChange change) => new(change.Process, change.Action, change.Because, change.RoutesAffected);

    private bool IsUnchanged => Process is not null && Action == ReloadActionKind.None && Because == ConfigurationPlan.Unchanged;

    /// <summary>Gets whether it must be shown.</summary>
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

/// <summary>Prints what a reload changes, without what stays the same.</summary>
internal static class ChangeList
{
    /// <summary>Prints a line for each change.</summary>
    /// <param name="nothing">The text if there is none.</param>
    /// <param name="changes">All changes, including those that are not shown.</param>
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
