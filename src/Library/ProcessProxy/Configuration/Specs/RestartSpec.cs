namespace ProcessProxy.Configuration;

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
    /// <summary>Gets whether the process is started again when it ends.</summary>
    /// <value>True.</value>
    public bool OnExit { get; init; } = true;

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
