namespace ProcessProxy.PowerShell.Bridge;

/// <summary>A process that no file names. What is not said has the default of the configuration files.</summary>
public sealed record ProcessDefinition
{
    /// <summary>The id of the process.</summary>
    public required string Name { get; init; }

    /// <summary>The program.</summary>
    public required string FilePath { get; init; }

    /// <summary>Gets the arguments of the program.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Gets the absolute path of the working directory.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Its own environment variables; null for one of the session that it does not get.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>The variables whose values are secrets.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Further keys of the process file.</summary>
    public IReadOnlyList<DefinedKey> Keys { get; init; } = [];

    /// <summary>The same without what refers to other processes: where there are no others, it would be invalid.</summary>
    public ProcessDefinition Alone => this with { Keys = [.. Keys.Where(key => key.Key != "dependsOn")] };

    /// <summary>Whether it has a schedule.</summary>
    public bool IsJob => Keys.Any(key => key.Key.StartsWith("schedule.", StringComparison.Ordinal));
}

/// <summary>A key of the process file with its value.</summary>
/// <param name="Key">The key with its path: <c>healthCheck.interval</c>.</param>
/// <param name="Value">A text, a number, true or false, a duration, or a list of texts.</param>
public sealed record DefinedKey(string Key, object Value);
