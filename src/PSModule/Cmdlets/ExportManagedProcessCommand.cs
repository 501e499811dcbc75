using System.Management.Automation;
using ProcessProxy.PowerShell.Bridge;
using ProcessProxy.PowerShell.Completion;
using ProcessProxy.PowerShell.Errors;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>Writes the processes that were defined in this session to a process file.</summary>
[Cmdlet(
    VerbsData.Export, "ManagedProcess", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low, HelpUri = HelpPages.Folder + "Export-ManagedProcess.md")]
[OutputType(typeof(FileInfo))]
public sealed class ExportManagedProcessCommand : ProcessCmdlet
{
    private readonly List<FoundProcess> chosen = [];

    /// <summary>Gets or sets the file to write.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Gets or sets the names. Wildcards are permitted. Without it, all processes that were defined in this session are written.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(ProcessNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>Gets or sets whether to overwrite an existing file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var found in Name is null ? [.. List().Where(IsDefinedHere)] : Find(Name).Where(IsWhole))
        {
            if (!IsDefinedHere(found))
            {
                Report(ProxyErrors.Record(
                    ProxyErrors.DefinedInFile, ErrorCategory.InvalidOperation, found.Process.Id, $"{found.Process.Id} is already configured in a file."));
            }
            else if (!chosen.Contains(found))
            {
                chosen.Add(found);
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var file = FileSystemPath(Path);
        if (chosen.Count == 0)
        {
            throw Terminate(ProxyErrors.Record(
                ProxyErrors.NothingToExport, ErrorCategory.ObjectNotFound, file, "There is nothing to export. Start-ManagedProcess -FilePath defines processes."));
        }

        if (ShouldProcess(file, MyInvocation.MyCommand.Name))
        {
            Write(file, Text());
        }

        base.EndProcessing();
    }

    private static bool IsDefinedHere(FoundProcess found) => found.Connection.Hosted is IDefinedProcesses;

    /// <summary>Returns a process file; several supervisors of this session are combined.</summary>
    private string Text()
    {
        var parts = chosen.GroupBy(found => found.Connection)
            .Select(group => ((IDefinedProcesses)group.Key.Hosted!).Export([.. group.Select(found => found.Process.Id)])).ToList();
        return parts[0] + string.Concat(parts.Skip(1).Select(part => part[(part.IndexOf('\n', StringComparison.Ordinal) + 1)..]));
    }

    private void Write(string file, string text)
    {
        try
        {
            using (var stream = new StreamWriter(file, new FileStreamOptions { Mode = Force ? FileMode.Create : FileMode.CreateNew, Access = FileAccess.Write }))
            {
                stream.Write(text);
            }

            WriteObject(new FileInfo(file));
        }
        catch (IOException) when (!Force && File.Exists(file))
        {
            Report(ProxyErrors.Record(ProxyErrors.FileExists, ErrorCategory.ResourceExists, file, $"{file} already exists. Use -Force to overwrite it."));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Report(ProxyErrors.Record(ProxyErrors.FileFault, ErrorCategory.WriteError, file, fault.Message, fault));
        }
    }
}
