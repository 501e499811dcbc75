using System.Text.Json.Serialization;

namespace ProcessProxy;

/// <summary>The action of a reload for a process.</summary>
public enum ReloadActionKind
{
    /// <summary>The configuration is the same, and nothing is done.</summary>
    None,

    /// <summary>The process is new or newly enabled, and is started.</summary>
    Start,

    /// <summary>The process was removed or disabled, and is stopped.</summary>
    Stop,

    /// <summary>The launch settings changed, and the process is restarted.</summary>
    Restart,

    /// <summary>Only other settings changed, and the process keeps running.</summary>
    Update,

    /// <summary>The launch settings changed, and a new program takes over without an interruption.</summary>
    Replace,
}

/// <summary>The effect of a reload on one process.</summary>
/// <param name="Id">The ID of the process.</param>
/// <param name="Action">The action.</param>
/// <param name="Because">The reason, in words: <c>env.PORT changed</c>.</param>
public sealed record ReloadAction(string Id, ReloadActionKind Action, string Because)
{
    /// <summary>Gets why the action did not succeed, as text; null if it did.</summary>
    /// <value>Null.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Failure { get; init; }

    /// <summary>Gets the reason and, if the action did not succeed, why, for a reader who sees nothing else.</summary>
    internal string Outcome => Failure is null ? Because : $"{Because}; failed: {Failure}";

    /// <summary>Returns the process, the action, the reason and the failure.</summary>
    public override string ToString() => $"{Id}: {Action.ToString().ToLowerInvariant()}: {Outcome}";
}
