namespace ProcessProxy.Configuration;

/// <summary>Specifies which exits of a process are followed by a restart.</summary>
public enum RestartCondition
{
    /// <summary>Never: the process runs once.</summary>
    Never,

    /// <summary>After failures only; exit code 0 is a success.</summary>
    OnFailure,

    /// <summary>After every exit.</summary>
    Always,
}

/// <summary>Specifies how the delay before a restart grows.</summary>
public enum RestartBackoff
{
    /// <summary>Every delay is <see cref="RestartSpec.Delay"/>.</summary>
    Constant,

    /// <summary>Each delay is twice the previous one, up to <see cref="RestartSpec.MaxDelay"/>.</summary>
    Exponential,
}

/// <summary>The restart policy of a process.</summary>
public sealed record RestartSpec
{
    /// <summary>Gets which exits of the process are followed by a restart.</summary>
    /// <value>The default is <see cref="RestartCondition.Always"/>.</value>
    public RestartCondition OnExit { get; init; } = RestartCondition.Always;

    /// <summary>Gets the delay before a restart.</summary>
    /// <value>The default is 2 seconds.</value>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets how many times in a row a failed process is restarted before the server gives up; 0: never.</summary>
    /// <value>A number of restarts. The default is 10.</value>
    public int Max { get; init; } = 10;

    /// <summary>Gets how the delay grows.</summary>
    /// <value>The default is <see cref="RestartBackoff.Constant"/>.</value>
    public RestartBackoff Backoff { get; init; } = RestartBackoff.Constant;

    /// <summary>Gets the longest delay before a restart.</summary>
    /// <value>The default is 1 minute.</value>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets the length of a run after which earlier failures no longer count.</summary>
    /// <value>The default is 1 minute.</value>
    public TimeSpan ResetAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets the maximum random extension of each delay, in percent, so that processes that fail together do not restart together.</summary>
    /// <value>A percentage from 0 to 100. The default is 0.</value>
    public int Jitter { get; init; }
}
