namespace ProcessProxy;

/// <summary>The effect of a reload on one process, or on routes without a process.</summary>
/// <param name="Process">The ID of the process; null for a change that concerns only routes.</param>
/// <param name="Action">The action.</param>
/// <param name="Because">The reason, in words: <c>env.PORT changed</c>.</param>
/// <param name="RoutesAffected">The affected routes, as <c>example.org/photos</c>.</param>
public sealed record PlannedChange(string? Process, ReloadActionKind Action, string Because, IReadOnlyList<string> RoutesAffected)
{
    /// <summary>Returns the process, the action and the reason.</summary>
    public override string ToString() => $"{Process ?? "the server"}: {Action.ToString().ToLowerInvariant()}: {Because}";
}
