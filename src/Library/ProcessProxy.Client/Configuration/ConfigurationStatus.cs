namespace ProcessProxy;

/// <summary>The configuration in force, and what its files say by now.</summary>
/// <param name="File">The absolute path of the file the server was started with.</param>
/// <param name="LoadedAt">When what is in force was read, in UTC.</param>
/// <param name="State">How the files stand to it.</param>
/// <param name="Since">Since when they do, in UTC.</param>
/// <param name="Problems">Why the files cannot be applied; none unless <paramref name="State"/> is <see cref="ConfigurationState.Invalid"/>.</param>
/// <param name="Reload">What happens when the files change.</param>
public sealed record ConfigurationStatus(
    string File, DateTimeOffset LoadedAt, ConfigurationState State, DateTimeOffset Since, IReadOnlyList<ConfigurationProblem> Problems,
    ReloadMode Reload)
{
    /// <summary>Gets the keys that have changed since the server was started and that take effect when it is restarted.</summary>
    /// <value>Names of top-level keys; empty by default.</value>
    public IReadOnlyList<string> NeedsRestart { get; init; } = [];

    /// <summary>The state and the file.</summary>
    public override string ToString() => $"{State.ToString().ToLowerInvariant()}: {File}";
}

/// <summary>How the configuration files stand to the configuration in force.</summary>
public enum ConfigurationState
{
    /// <summary>They are what is in force.</summary>
    Current,

    /// <summary>They have changed and have not been applied.</summary>
    Changed,

    /// <summary>They have changed, or are gone, and cannot be applied: what was in force still is.</summary>
    Invalid,
}

/// <summary>What happens when the configuration files change.</summary>
public enum ReloadMode
{
    /// <summary>They are applied once they have been left alone for two seconds.</summary>
    Auto,

    /// <summary>It is shown that they have changed; they are applied when a reload is asked for.</summary>
    Manual,
}
