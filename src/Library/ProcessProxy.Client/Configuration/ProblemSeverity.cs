namespace ProcessProxy;

/// <summary>What a problem of a configuration means.</summary>
public enum ProblemSeverity
{
    /// <summary>The configuration is refused.</summary>
    Error,

    /// <summary>The configuration is valid and probably not what is meant.</summary>
    Warning,
}
