namespace ProcessProxy.PowerShell.Bridge;

/// <summary>How much a message matters.</summary>
public enum EngineMessageLevel
{
    /// <summary>For whoever asks for details.</summary>
    Verbose,

    /// <summary>Something a user should know of.</summary>
    Warning,
}

/// <summary>Something a hosted supervisor tells.</summary>
/// <param name="Level">How much it matters.</param>
/// <param name="Text">A sentence.</param>
public sealed record EngineMessage(EngineMessageLevel Level, string Text);
