namespace ProcessProxy;

/// <summary>The status of the configuration and its files.</summary>
/// <param name="File">The absolute path of the file the server was started with.</param>
/// <param name="LoadedAt">The time the current configuration was read, in UTC.</param>
/// <param name="State">The state of the files compared to the current configuration.</param>
/// <param name="Since">The time this state began, in UTC.</param>
/// <param name="Problems">Why the files cannot be applied; none unless <paramref name="State"/> is <see cref="ConfigurationState.Invalid"/>.</param>
/// <param name="Reload">What happens when the files change.</param>
public sealed record ConfigurationStatus(
    string File, DateTimeOffset LoadedAt, ConfigurationState State, DateTimeOffset Since, IReadOnlyList<ConfigurationProblem> Problems,
    ReloadMode Reload)
{
    /// <summary>Gets the changed keys that take effect when the server is restarted.</summary>
    /// <value>Names of top-level keys; empty by default.</value>
    public IReadOnlyList<string> NeedsRestart { get; init; } = [];

    /// <summary>Returns the state and the file.</summary>
    public override string ToString() => $"{State.ToString().ToLowerInvariant()}: {File}";
}

/// <summary>The state of the configuration files compared to the current configuration.</summary>
public enum ConfigurationState
{
    /// <summary>The files match the current configuration.</summary>
    Current,

    /// <summary>The files have changed and have not been applied.</summary>
    Changed,

    /// <summary>The files have changed or are missing and cannot be applied; the current configuration is kept.</summary>
    Invalid,
}

/// <summary>Determines what happens when the configuration files change.</summary>
public enum ReloadMode
{
    /// <summary>The files are applied two seconds after the last change.</summary>
    Auto,

    /// <summary>The change is reported; the files are applied when a reload is requested.</summary>
    Manual,
}
