namespace ProcessProxy.Server.Service;

/// <summary>The services of this system.</summary>
internal interface ISystemServices
{
    /// <summary>Returns what <see cref="InstallAsync"/> would do, for display.</summary>
    string Describe(ServiceDefinition service);

    /// <summary>Returns where the environment variables of a service are set, as the rest of a sentence after "set them".</summary>
    string VariablesPlace(string name);

    /// <summary>Creates the service, enables it and starts it.</summary>
    /// <exception cref="IOException">It could not be created; the message contains that of the system.</exception>
    Task InstallAsync(ServiceDefinition service, CancellationToken cancellationToken);

    /// <summary>Stops the service and removes it. <c>settings.onExit</c> decides what happens to its programs.</summary>
    /// <exception cref="IOException">It could not be removed.</exception>
    Task UninstallAsync(string name, CancellationToken cancellationToken);

    /// <summary>Returns the state of the service in words, and whether it is running.</summary>
    Task<(bool IsRunning, string Text)> StatusAsync(string name, CancellationToken cancellationToken);
}
