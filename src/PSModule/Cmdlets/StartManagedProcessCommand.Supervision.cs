using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Net;
using System.Security;
using ProcessProxy.PowerShell.Bridge;
using ProcessProxy.PowerShell.Connections;
using ProcessProxy.PowerShell.Errors;
using ProcessProxy.PowerShell.Lifetime;

namespace ProcessProxy.PowerShell.Commands;

// Supervision in this session, without a server.
public sealed partial class StartManagedProcessCommand
{
    /// <summary>Gets or sets the program: a name found in the PATH, or a path.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByProgram)]
    [ValidateNotNullOrEmpty]
    public string FilePath { get; set; } = "";

    /// <summary>Gets or sets the arguments of the program.</summary>
    [Parameter(ParameterSetName = ByProgram)]
    [AllowEmptyCollection]
    [AllowEmptyString]
    [AllowNull]
    public string[]? ArgumentList { get; set; } = [];

    /// <summary>Gets or sets the working directory. Without it, the current location is used.</summary>
    [Parameter(ParameterSetName = ByProgram)]
    [ValidateNotNullOrEmpty]
    public string WorkingDirectory { get; set; } = ".";

    /// <summary>Gets or sets environment variables, which are added to those of this session.</summary>
    [Parameter(ParameterSetName = ByProgram)]
    [ValidateNotNull]
    public IDictionary Environment { get; set; } = new Hashtable();

    /// <summary>Gets or sets a process file, all of whose processes are supervised in this session.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByFile)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    private void StartProgram()
    {
        if (Name is not [var name])
        {
            throw Terminate(ProxyErrors.Record(
                ProxyErrors.OneNameOnly, ErrorCategory.InvalidArgument, Name, "-FilePath starts one process. Specify one name."));
        }

        if (!ShouldProcess($"{name}: {string.Join(' ', [FilePath, .. ArgumentList ?? []])}", MyInvocation.MyCommand.Name))
        {
            return;
        }

        SessionLifetime.Watch(Runspace.DefaultRunspace);
        var left = ConnectionTable.CurrentOf(Runspace.DefaultRunspace);
        var definition = Definition(name);
        var owner = RunspaceId;
        var (connection, process) = Run(
            async token =>
            {
                var session = await SessionServers.DefinedAsync(definition, owner, token).ConfigureAwait(false);
                var started = await StartAsync((IDefinedProcesses)session.Hosted!, definition, token).ConfigureAwait(false);
                return (session, Wait ? await ProcessWait.UntilReadyAsync(session.Client, started, token).ConfigureAwait(false) : started);
            },
            name, $"Starting {name}");
        Use(connection, left);
        Emit(connection, process);
    }

    /// <summary>Makes the connection the current one, and reports this if another server was current.</summary>
    private void Use(ProxyConnection connection, ProxyConnection? left)
    {
        ConnectionTable.Use(connection);
        if (left?.Kind == ConnectionKind.Server)
        {
            WriteWarning(
                $"Commands without -Connection now use this session, and no longer {left.Name}. To switch back: "
                + $"Get-ProxyConnection {left.Name} | Connect-ProxyServer");
        }
    }

    private async Task<ProcessInfo> StartAsync(IDefinedProcesses supervisor, ProcessDefinition definition, CancellationToken token)
    {
        try
        {
            return await supervisor.StartAsync(definition, token).ConfigureAwait(false);
        }
        catch (ProcessProxyException invalid) when (invalid.Problems.Count > 0)
        {
            throw InParameters(invalid, definition.Name);
        }
    }

    private void StartFile()
    {
        var file = FileSystemPath(Path);
        if (!ShouldProcess(file, MyInvocation.MyCommand.Name))
        {
            return;
        }

        SessionLifetime.Watch(Runspace.DefaultRunspace);
        var owner = RunspaceId;
        var left = ConnectionTable.CurrentOf(Runspace.DefaultRunspace);
        var connection = Run(token => SessionServers.StartProcessesAsync(file, null, owner, token), file, $"Starting {file}");
        Use(connection, left);
        foreach (var process in Run(token => StartedAsync(connection.Client, token), file, $"Starting {file}"))
        {
            Emit(connection, process);
        }
    }

    private async Task<IReadOnlyList<ProcessInfo>> StartedAsync(IProcessClient client, CancellationToken token)
    {
        var processes = await client.ListAsync(token).ConfigureAwait(false);
        return Wait
            ? await Task.WhenAll(processes.Select(process =>
                process.Enabled ? ProcessWait.UntilReadyAsync(client, process, token) : Task.FromResult(process))).ConfigureAwait(false)
            : processes;
    }

    private ProcessDefinition Definition(string name)
    {
        // A name alone is looked up in the PATH; a path is relative to the current location, as everywhere in the shell.
        var file = FilePath.IndexOfAny(['/', '\\']) >= 0 ? FileSystemPath(FilePath) : FilePath;
        var isScript = ScriptProgram.IsScript(file);
        return new()
        {
            Name = name,
            FilePath = isScript ? ScriptProgram.ShellOf(System.Environment.ProcessPath, (string)GetVariableValue("PSHOME")) : file,
            Arguments = isScript ? ScriptProgram.ArgumentsOf(file, ArgumentList ?? []) : ArgumentList ?? [],
            WorkingDirectory = FileSystemPath(WorkingDirectory),
            Environment = Environment.Cast<DictionaryEntry>().ToDictionary(Text, ValueOf),
            Secrets = [.. Environment.Cast<DictionaryEntry>().Where(entry => Unwrapped(entry) is SecureString).Select(Text)],
            Keys = DefinedKeys(),
        };
    }

    private static string? ValueOf(DictionaryEntry entry) => Unwrapped(entry) switch
    {
        null => null,
        SecureString secret => new NetworkCredential("", secret).Password,
        var value => LanguagePrimitives.ConvertTo<string>(value),
    };

    private static object? Unwrapped(DictionaryEntry entry) => entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value;

    private static string Text(DictionaryEntry entry) => LanguagePrimitives.ConvertTo<string>(entry.Key);
}
