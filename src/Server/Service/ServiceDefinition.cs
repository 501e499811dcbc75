namespace ProcessProxy.Server.Service;

/// <summary>The data that a service manager needs about the server.</summary>
/// <param name="Name">The name of the service.</param>
/// <param name="Command">The program with its arguments.</param>
/// <param name="Folder">The working directory.</param>
/// <param name="User">The user it runs as; null for the default of the manager.</param>
internal sealed record ServiceDefinition(string Name, IReadOnlyList<string> Command, string Folder, string? User)
{
    /// <summary>Gets how long a stop may take.</summary>
    /// <value>90 seconds.</value>
    public TimeSpan StopTimeout { get; init; } = StopChain.Least;

    /// <summary>Gets the folders in which programs are looked for; null for those of the manager.</summary>
    public string? SearchPath { get; init; }
}
