namespace ProcessProxy.Configuration;

/// <summary>A source of the configuration.</summary>
public interface IConfigurationSource
{
    /// <summary>Reads the files, or gives the configuration in another way. It is checked by the rules for files before it is used.</summary>
    /// <returns>The configuration, or every problem it has; never both.</returns>
    ConfigurationResult Load();
}

/// <summary>The result of reading the configuration.</summary>
/// <param name="Spec">The configuration; null when there are problems.</param>
/// <param name="Problems">Everything that is wrong, in the order of files and lines.</param>
public sealed record ConfigurationResult(ServerSpec? Spec, IReadOnlyList<ConfigurationProblem> Problems)
{
    /// <summary>The files that were read, or would have been, as they were just before; none when nothing is to be watched.</summary>
    public IReadOnlyList<ConfigurationFile> Files { get; init; } = [];

    /// <summary>The contents of the files that could be read, by path.</summary>
    internal IReadOnlyDictionary<string, byte[]> Contents { get; init; } = new Dictionary<string, byte[]>();

    /// <summary>The section of an application's settings that was read; null for none.</summary>
    internal SettingsStamp? Settings { get; init; }

    /// <summary>Whether it was read from something that may change.</summary>
    internal bool CanChange => Files.Count > 0 || Settings is not null;

    /// <summary>The configuration that was checked when it was made; another one is checked before it is used.</summary>
    internal ServerSpec? Checked { get; init; }

    /// <summary>The names of the environment variables that the files refer to.</summary>
    internal IReadOnlyCollection<string> Variables { get; init; } = [];
}
