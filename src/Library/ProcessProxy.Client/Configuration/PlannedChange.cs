namespace ProcessProxy;

/// <summary>The effect of a reload on one process, or on routes without a process.</summary>
/// <param name="Process">The id of the process; null for what concerns routes alone.</param>
/// <param name="Action">What would be done.</param>
/// <param name="Because">Why, in words: <c>env.PORT changed</c>.</param>
/// <param name="RoutesAffected">The routes whose requests would notice, as <c>example.org/photos</c>.</param>
public sealed record PlannedChange(string? Process, ReloadActionKind Action, string Because, IReadOnlyList<string> RoutesAffected)
{
    /// <summary>Returns the process, the action and the reason.</summary>
    public override string ToString() => $"{Process ?? "the server"}: {Action.ToString().ToLowerInvariant()}: {Because}";
}
