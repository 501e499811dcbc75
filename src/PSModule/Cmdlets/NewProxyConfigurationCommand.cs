using System.Management.Automation;
using System.Text;
using ProcessProxy.PowerShell.Errors;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>Writes two sample configuration files.</summary>
[Cmdlet(VerbsCommon.New, "ProxyConfiguration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low,
    HelpUri = HelpPages.Folder + "New-ProxyConfiguration.md")]
[OutputType(typeof(FileInfo))]
public sealed class NewProxyConfigurationCommand : ProxyCmdlet
{
    private const string Processes = "processes.yaml";

    /// <summary>Gets or sets the configuration file to write. The process file is written beside it.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ConfigurationFile.Default;

    /// <summary>Gets or sets whether to overwrite existing files.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var file = FileSystemPath(Path);
        var folder = System.IO.Path.GetDirectoryName(file)!;

        // Relative paths start from the folder of the file, or from its parent if the folder is named config.
        var reference = System.IO.Path.GetFileName(folder) == "config" ? $"./config/{Processes}" : $"./{Processes}";
        Write(file, Template("proxy.yaml").Replace("{processes}", reference, StringComparison.Ordinal), "proxy.schema.json");
        Write(System.IO.Path.Combine(folder, Processes), Template(Processes), "processes.schema.json");
    }

    private static string Template(string name)
    {
        using var stream = typeof(NewProxyConfigurationCommand).Assembly.GetManifestResourceStream($"Templates/{name}")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <param name="file">The file to write.</param>
    /// <param name="text">The contents.</param>
    /// <param name="schema">The schema that its first line names for editors, which is written beside it.</param>
    private void Write(string file, string text, string schema)
    {
        if (!ShouldProcess(file, MyInvocation.MyCommand.Name))
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
            using (var stream = new FileStream(file, Force ? FileMode.Create : FileMode.CreateNew))
            {
                stream.Write(Encoding.UTF8.GetBytes(text));
            }

            File.WriteAllText(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(file)!, schema), Template(schema));
            WriteObject(new FileInfo(file));
        }
        catch (IOException) when (!Force && File.Exists(file))
        {
            Report(ProxyErrors.Record(
                ProxyErrors.FileExists, ErrorCategory.ResourceExists, file, $"{file} already exists. Use -Force to overwrite it."));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Report(ProxyErrors.Record(ProxyErrors.FileFault, ErrorCategory.WriteError, file, fault.Message, fault));
        }
    }
}
