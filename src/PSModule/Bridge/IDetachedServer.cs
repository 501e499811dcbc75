namespace ProcessProxy.PowerShell.Bridge;

/// <summary>How a server is started as a process of its own.</summary>
/// <param name="ConfigFile">The absolute path of its configuration.</param>
/// <param name="ProjectDirectory">Where relative paths of it start from; null for the configuration's own place.</param>
/// <param name="Program">The absolute path of the server's assembly.</param>
/// <param name="DotNet">The absolute path of what runs it; null when there is none, which matters only when no server runs yet.</param>
public sealed record DetachedStart(string ConfigFile, string? ProjectDirectory, string Program, string? DotNet);

/// <summary>A server that runs as a process of its own on this machine.</summary>
public interface IDetachedServer
{
    /// <summary>The process.</summary>
    int Pid { get; }

    /// <summary>How it is talked to.</summary>
    LocalServer Server { get; }

    /// <summary>Asks it to stop and waits until it has.</summary>
    /// <exception cref="EngineException">It cannot be asked from here.</exception>
    Task StopAsync(CancellationToken cancellationToken);
}
