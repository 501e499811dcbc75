namespace ProcessProxy.Configuration;

/// <summary>Configures by code where the management API listens, and who may call.</summary>
public sealed class ManagementOptions
{
    private readonly SetKeys<ServerSpec> keys;

    internal ManagementOptions(SetKeys<ServerSpec> keys) => this.keys = keys;

    /// <summary>Gets or sets an address, <c>localhost</c>, or <c>none</c> to listen on no port at all.</summary>
    /// <value>The default is <c>127.0.0.1</c>.</value>
    public string Host { get => keys.Get<string>(); set => keys.Set(value); }

    /// <inheritdoc cref="ManagementSpec.Port"/>
    public int Port { get => keys.Get<int>(); set => keys.Set(value); }

    /// <summary>Gets or sets the path of the Unix socket, relative to the project directory, or the name of the pipe on Windows (<c>\\.\pipe\NAME</c>); <c>none</c> for none.</summary>
    /// <value>The default is <c>processproxy.sock</c> in the state folder.</value>
    public string? Socket { get => (string?)keys.FindText<string>(); set => keys.Set(value); }

    /// <inheritdoc cref="ManagementSpec.Group"/>
    public string? Group { get => keys.Find<string>(); set => keys.Set(value); }

    /// <summary>Gets or sets the path of the file that holds the key, relative to the project directory.</summary>
    /// <value>The default is null: there is no file.</value>
    public string? ApiKeyFile { get => keys.Find<string>(); set => keys.Set(value); }

    /// <inheritdoc cref="ManagementSpec.ApiKey"/>
    public string? ApiKey { get => keys.Find<string>(); set => keys.Set(value); }
}

/// <summary>Names where the lines of the access log go.</summary>
public enum AccessLogOutput
{
    /// <summary>To a file.</summary>
    File,

    /// <summary>To the standard output.</summary>
    Stdout,
}

/// <summary>Configures by code where a line for each request is written.</summary>
public sealed class AccessLogOptions
{
    private readonly SetKeys<ServerSpec> keys;

    internal AccessLogOptions(SetKeys<ServerSpec> keys) => this.keys = keys;

    /// <summary>Gets or sets whether lines are written.</summary>
    /// <value>The default is false, or true once another property here is set.</value>
    public bool Enabled { get => keys.IsPresent; set => keys.IsPresent = value; }

    /// <summary>Gets or sets the path of the file, relative to the project directory.</summary>
    /// <value>The default is <c>logs/access.log</c>.</value>
    public string File { get => keys.Get<string>(); set => keys.Set(value); }

    /// <summary>Gets or sets where the lines go.</summary>
    /// <value>The default is <see cref="AccessLogOutput.File"/>.</value>
    public AccessLogOutput Output
    {
        get => keys.GetChoice(AccessLogOutput.File, AccessLogOutput.Stdout);
        set => keys.SetChoice(value, AccessLogOutput.File, AccessLogOutput.Stdout);
    }

    /// <inheritdoc cref="AccessLogSpec.MaxSize"/>
    public long MaxSize { get => keys.Get<long>(); set => keys.Set(value); }

    /// <inheritdoc cref="AccessLogSpec.MaxFiles"/>
    public int MaxFiles { get => keys.Get<int>(); set => keys.Set(value); }
}
