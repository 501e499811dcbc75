namespace ProcessProxy.PowerShell.Bridge;

/// <summary>The launch of a detached server.</summary>
/// <param name="ConfigFile">The absolute path of its configuration.</param>
/// <param name="ProjectDirectory">The base of its relative paths; null for the default of the configuration.</param>
/// <param name="Program">The absolute path of the server's assembly.</param>
/// <param name="DotNet">The absolute path of the program that runs it; null if there is none, which matters only if no server is running yet.</param>
public sealed record DetachedStart(string ConfigFile, string? ProjectDirectory, string Program, string? DotNet);

/// <summary>A detached server on this machine.</summary>
public interface IDetachedServer
{
    /// <summary>Gets the process ID.</summary>
    int Pid { get; }

    /// <summary>Gets the client.</summary>
    LocalServer Server { get; }

    /// <summary>Asks it to stop and waits for its end.</summary>
    /// <exception cref="EngineException">It cannot be asked from here.</exception>
    Task StopAsync(CancellationToken cancellationToken);
}
