using System.Text;
using ProcessProxy.Configuration;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Servers;
using ProcessProxy.PowerShell.Bridge;

namespace ProcessProxy.PowerShell.Hosting;

/// <summary>The folder of a session's processes that no file names: their state, their logs, and how they are defined.</summary>
internal sealed record SessionFolder(string Path)
{
    private const string Name = "Start-ManagedProcess";

    /// <summary>Where their state is.</summary>
    public string StateDirectory => System.IO.Path.GetFullPath(ProcessesSpec.DefaultStateDirectory, Path);

    /// <summary>Makes it.</summary>
    public void Create()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Path);
        }
        else
        {
            // State in a folder that others may write into is not trusted.
            Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Keeps other sessions from taking it over. What its lock says stays: by that it is known that its session was killed.</summary>
    /// <returns>Null when somebody holds it.</returns>
    public LockFile? TryHold() => LockFile.TryHold(ServerLock.PathOf(StateDirectory));

    /// <summary>Writes down how a process is defined, for whoever finds it after the session was killed. Values of variables are not in it.</summary>
    public void Keep(ProcessDefinition definition) => AtomicFile.Write(
        FileOf(definition.Name), Encoding.UTF8.GetBytes(DefinitionFile.ToText([definition.Alone], isPublic: true)), FileModes.Private);

    /// <summary>Forgets it.</summary>
    public void Forget(string id) => AtomicFile.Delete(FileOf(id));

    /// <summary>How a process was defined; null when it is not known.</summary>
    public ProcessSpec? Defined(string id) =>
        File.Exists(FileOf(id)) && new ProcessFileLoader(FileOf(id), Path).Load().Spec?.Processes.All is [var spec] ? spec : null;

    /// <summary>What a definition is launched as when its session has this folder; null when it is invalid.</summary>
    public LaunchSpec? LaunchOf(ProcessDefinition definition) =>
        Source(() => DefinitionFile.ToText([definition.Alone])).Load().Spec?.Processes.All[0].Launch;

    /// <summary>Reads definitions that are in memory.</summary>
    public ProcessFileLoader Source(Func<string> text) => ProcessFileLoader.OfText(Name, Path, text);

    /// <summary>Removes it, unless something is known of a program that may still run.</summary>
    public void RemoveUnlessUsed()
    {
        if (!Directory.Exists(StateDirectory) || !Directory.EnumerateFiles(StateDirectory, "*.state").Any())
        {
            Directory.Delete(Path, recursive: true);
        }
    }

    private string FileOf(string id) => System.IO.Path.Combine(Path, $"{id}.definition.json");
}
