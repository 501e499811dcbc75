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

    /// <summary>Returns the current program, in the form to start it again.</summary>
    public static IReadOnlyList<string> ThisProgram()
    {
        var program = Environment.ProcessPath ?? throw new IOException("The system does not report the path of this program.");

        // If the .NET host runs it, the library is an argument.
        return Path.GetFileNameWithoutExtension(program) == "dotnet"
            ? [program, Path.Combine(AppContext.BaseDirectory, typeof(ServiceDefinition).Assembly.GetName().Name + ".dll")]
            : [program];
    }
}
