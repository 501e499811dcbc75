namespace ProcessProxy.PowerShell.Bridge;

/// <summary>A process that is not in a file. Missing values have the defaults of the configuration files.</summary>
public sealed record ProcessDefinition
{
    /// <summary>Gets the ID of the process.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the program.</summary>
    public required string FilePath { get; init; }

    /// <summary>Gets the arguments of the program.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Gets the absolute path of the working directory.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Gets its own environment variables; null removes a variable of the session.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Gets the variables whose values are secrets.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Gets further keys of the process file.</summary>
    public IReadOnlyList<DefinedKey> Keys { get; init; } = [];

    /// <summary>Gets the definition without references to other processes: without those, it would be invalid.</summary>
    public ProcessDefinition Alone => this with { Keys = [.. Keys.Where(key => key.Key != "dependsOn")] };

    /// <summary>Gets whether it has a schedule.</summary>
    public bool IsJob => Keys.Any(key => key.Key.StartsWith("schedule.", StringComparison.Ordinal));
}

/// <summary>A key of the process file with its value.</summary>
/// <param name="Key">The key with its path: <c>healthCheck.interval</c>.</param>
/// <param name="Value">A text, a number, true or false, a duration, or a list of texts.</param>
public sealed record DefinedKey(string Key, object Value);
