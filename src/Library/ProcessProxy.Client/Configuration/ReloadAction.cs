namespace ProcessProxy;

/// <summary>What a reload does to a process.</summary>
public enum ReloadActionKind
{
    /// <summary>Nothing: its configuration is the same.</summary>
    None,

    /// <summary>It is new, or newly enabled, and is started.</summary>
    Start,

    /// <summary>It is no longer configured, or newly disabled, and is stopped.</summary>
    Stop,

    /// <summary>What it is launched with changed: it is stopped and started.</summary>
    Restart,

    /// <summary>Only how it is supervised changed: it goes on running under the new rules.</summary>
    Update,
}

/// <summary>What a reload did, or would do, to one process.</summary>
/// <param name="Id">The id of the process.</param>
/// <param name="Action">What is done.</param>
/// <param name="Because">Why, in words: <c>env.PORT changed</c>.</param>
public sealed record ReloadAction(string Id, ReloadActionKind Action, string Because)
{
    /// <summary>The process, what was done with it, and why.</summary>
    public override string ToString() => $"{Id}: {Action.ToString().ToLowerInvariant()}: {Because}";
}
