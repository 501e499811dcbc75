using System.Text;
using ProcessProxy.Configuration;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Servers;
using ProcessProxy.PowerShell.Bridge;

namespace ProcessProxy.PowerShell.Hosting;

/// <summary>The folder of a session's processes that are not in a file: their state, their logs, and their definitions.</summary>
internal sealed record SessionFolder(string Path)
{
    private const string Name = "Start-ManagedProcess";

    /// <summary>Gets the folder of their state.</summary>
    public string StateDirectory => System.IO.Path.GetFullPath(ProcessesSpec.DefaultStateDirectory, Path);

    /// <summary>Creates the folder.</summary>
    public void Create()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Path);
        }
        else
        {
            // State in a folder that others may write is not trusted.
            Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Prevents other sessions from taking it over. The contents of its lock stay: they show that its session was killed.</summary>
    /// <returns>Null if somebody holds it.</returns>
    public LockFile? TryHold() => LockFile.TryHold(ServerLock.PathOf(StateDirectory));

    /// <summary>Records the definition of a process, for those who find it after the session was killed. It does not contain values of variables.</summary>
    public void Keep(ProcessDefinition definition) => AtomicFile.Write(
        FileOf(definition.Name), Encoding.UTF8.GetBytes(DefinitionFile.ToText([definition.Alone], isPublic: true)), FileModes.Private);

    /// <summary>Removes the definition.</summary>
    public void Forget(string id) => AtomicFile.Delete(FileOf(id));

    /// <summary>Returns the definition of a process, or null if it is unknown.</summary>
    public ProcessSpec? Defined(string id) =>
        File.Exists(FileOf(id)) && new ProcessFileLoader(FileOf(id), Path).Load().Spec?.Processes.All is [var spec] ? spec : null;

    /// <summary>Returns the configuration that a definition has in this folder, or null if it is invalid.</summary>
    public ProcessSpec? SpecOf(ProcessDefinition definition) =>
        Source(() => DefinitionFile.ToText([definition.Alone])).Load().Spec?.Processes.All[0];

    /// <summary>Reads definitions from memory.</summary>
    public ProcessFileLoader Source(Func<string> text) => ProcessFileLoader.OfText(Name, Path, text);

    /// <summary>Removes the folder, unless it has a record of a program that may still be running.</summary>
    public void RemoveUnlessUsed()
    {
        if (!Directory.Exists(StateDirectory) || !Directory.EnumerateFiles(StateDirectory, "*.state").Any())
        {
            Directory.Delete(Path, recursive: true);
        }
    }

    private string FileOf(string id) => System.IO.Path.Combine(Path, $"{id}.definition.json");
}
