namespace ProcessProxy.Server.Service;

/// <summary>What a service manager has to know of the server.</summary>
/// <param name="Name">The name of the service.</param>
/// <param name="Command">The program with its arguments.</param>
/// <param name="Folder">The folder it is started in.</param>
/// <param name="User">The user it runs as; null for whoever the manager runs things as.</param>
internal sealed record ServiceDefinition(string Name, IReadOnlyList<string> Command, string Folder, string? User)
{
    /// <summary>Gets how long a stop may take.</summary>
    /// <value>90 seconds.</value>
    public TimeSpan StopTimeout { get; init; } = StopChain.Least;

    /// <summary>Gets the folders in which programs are looked for; null for those of the manager.</summary>
    public string? SearchPath { get; init; }

    /// <summary>The program that runs now, as it would be started again.</summary>
    public static IReadOnlyList<string> ThisProgram()
    {
        var program = Environment.ProcessPath ?? throw new IOException("The system does not report the path of this program.");

        // Started by the host of .NET, the library is what it has to be told.
        return Path.GetFileNameWithoutExtension(program) == "dotnet"
            ? [program, Path.Combine(AppContext.BaseDirectory, typeof(ServiceDefinition).Assembly.GetName().Name + ".dll")]
            : [program];
    }
}
