namespace ProcessProxy.PowerShell.Bridge;

/// <summary>The level of a message.</summary>
public enum EngineMessageLevel
{
    /// <summary>Details, shown on request.</summary>
    Verbose,

    /// <summary>A warning.</summary>
    Warning,
}

/// <summary>A message of a hosted supervisor.</summary>
/// <param name="Level">The level.</param>
/// <param name="Text">The text, one sentence.</param>
public sealed record EngineMessage(EngineMessageLevel Level, string Text);
