namespace ProcessProxy;

/// <summary>The severity of a configuration problem.</summary>
public enum ProblemSeverity
{
    /// <summary>The configuration is refused.</summary>
    Error,

    /// <summary>The configuration is valid but probably not intended.</summary>
    Warning,
}
