namespace ProcessProxy.Configuration;

/// <summary>Configures by code the command that runs before each launch of a process.</summary>
public sealed class PreStartOptions
{
    private readonly SetKeys<ProcessSpec> keys;

    internal PreStartOptions(SetKeys<ProcessSpec> keys) => this.keys = keys;

    /// <inheritdoc cref="CommandOptions.Command"/>
    public string? Command { get => keys.Find<string>(); set => keys.Set(value); }

    /// <inheritdoc cref="CommandOptions.Args"/>
    public IReadOnlyList<string> Args { get => keys.Find<ValueList<string>>() ?? []; set => keys.SetList<string>(value); }

    /// <inheritdoc cref="PreStartSpec.Timeout"/>
    public TimeSpan Timeout { get => keys.Get<TimeSpan>(); set => keys.Set(value); }
}
