namespace ProcessProxy.Server.Service;

/// <summary>The services of this system.</summary>
internal interface ISystemServices
{
    /// <summary>What <see cref="InstallAsync"/> would do, for people to read.</summary>
    string Describe(ServiceDefinition service);

    /// <summary>Where a service gets its environment variables from, to follow "set them".</summary>
    string VariablesPlace(string name);

    /// <summary>Makes the service, has it started with the system and starts it.</summary>
    /// <exception cref="IOException">It could not be made; the message says what the system said.</exception>
    Task InstallAsync(ServiceDefinition service, CancellationToken cancellationToken);

    /// <summary>Stops the service and removes it. What becomes of its programs is said by <c>settings.onExit</c>.</summary>
    /// <exception cref="IOException">It could not be removed.</exception>
    Task UninstallAsync(string name, CancellationToken cancellationToken);

    /// <summary>How the service is doing, in words, and whether it runs.</summary>
    Task<(bool IsRunning, string Text)> StatusAsync(string name, CancellationToken cancellationToken);
}
