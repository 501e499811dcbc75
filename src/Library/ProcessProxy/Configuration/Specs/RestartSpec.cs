namespace ProcessProxy.Configuration;

/// <summary>Names which ends of a process are followed by a restart.</summary>
public enum RestartCondition
{
    /// <summary>None: it is to do something once.</summary>
    Never,

    /// <summary>Those that are failures; exit code 0 ends it well.</summary>
    OnFailure,

    /// <summary>All of them.</summary>
    Always,
}

/// <summary>Names how the pause before a restart grows.</summary>
public enum RestartBackoff
{
    /// <summary>Every pause is <see cref="RestartSpec.Delay"/>.</summary>
    Constant,

    /// <summary>Each pause is twice the one before, up to <see cref="RestartSpec.MaxDelay"/>.</summary>
    Exponential,
}

/// <summary>Decides when a process is started again.</summary>
public sealed record RestartSpec
{
    /// <summary>Gets which ends of the process are followed by a restart.</summary>
    /// <value><see cref="RestartCondition.Always"/>.</value>
    public RestartCondition OnExit { get; init; } = RestartCondition.Always;

    /// <summary>Gets the pause before a restart.</summary>
    /// <value>2 seconds.</value>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets how many failed runs in a row are followed by a restart; 0 never restarts.</summary>
    /// <value>10.</value>
    public int Max { get; init; } = 10;

    /// <summary>Gets how the pause grows.</summary>
    /// <value><see cref="RestartBackoff.Constant"/>.</value>
    public RestartBackoff Backoff { get; init; } = RestartBackoff.Constant;

    /// <summary>Gets the longest pause.</summary>
    /// <value>One minute.</value>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets how long a run must last for earlier failures to be forgotten.</summary>
    /// <value>One minute.</value>
    public TimeSpan ResetAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets by how many percent of itself a pause is lengthened at most, by chance, so that processes that fail together do not start together.</summary>
    /// <value>0, of 0 to 100.</value>
    public int Jitter { get; init; }
}
