namespace ProcessProxy.Configuration;

/// <summary>Configures by code a command that is run beside a process.</summary>
public sealed class CommandOptions
{
    private readonly SetKeys<ProcessSpec> keys;

    internal CommandOptions(SetKeys<ProcessSpec> keys) => this.keys = keys;

    /// <summary>Gets or sets the program: a name found in the PATH, or a path relative to the working directory of the process.</summary>
    /// <value>The default is null: there is no such command.</value>
    public string? Command { get => keys.Find<string>(); set => keys.Set(value); }

    /// <inheritdoc cref="CommandSpec.Args"/>
    public IReadOnlyList<string> Args { get => keys.Find<ValueList<string>>() ?? []; set => keys.SetList<string>(value); }
}
