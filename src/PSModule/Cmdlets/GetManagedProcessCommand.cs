using System.Management.Automation;
using ProcessProxy.PowerShell.Completion;
using ProcessProxy.PowerShell.Connections;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>Gets the processes of a supervisor.</summary>
[Cmdlet(VerbsCommon.Get, "ManagedProcess", HelpUri = HelpPages.Folder + "Get-ManagedProcess.md")]
[OutputType(typeof(ProcessInfo))]
public sealed class GetManagedProcessCommand : ProcessCmdlet
{
    /// <summary>Gets or sets the names. Wildcards are permitted. Without it, all processes are returned.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(ProcessNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>Gets or sets the states of the processes to return.</summary>
    [Parameter]
    public RunState[]? State { get; set; }

    /// <summary>Gets or sets the health of the processes to return.</summary>
    [Parameter]
    public HealthState[]? Health { get; set; }

    /// <summary>Gets or sets whether to return programs that killed sessions started without a file and left running.</summary>
    [Parameter]
    public SwitchParameter Orphaned { get; set; }

    private protected override string Where => Orphaned ? "the sessions that have ended" : base.Where;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var (connection, process) in Name is null ? List() : Find(Name))
        {
            if (State?.Contains(process.State) != false && Health?.Contains(process.Health) != false)
            {
                var isNamed = Name is [var name] && !WildcardPattern.ContainsWildcardCharacters(name);
                if (isNamed)
                {
                    WarnIfOutdated(process);
                }

                WriteObject(isNamed ? Whole(connection, process) : process);
            }
        }
    }

    private protected override IReadOnlyList<FoundProcess> List() => Orphaned
        ? ListOf(Run(OrphanedSessions.FindAsync, activity: "Looking for sessions that have ended").Select(session => OrphanedSessions.Connect(session, RunspaceId)))
        : base.List();

    /// <summary>Adds the current configuration to a process that was requested by name.</summary>
    private ProcessInfo Whole(ProxyConnection connection, ProcessInfo process) =>
        TryFinish(connection.Client.GetAsync(process.Address, Ending), process.Address, null, out var whole) ? Origins.Note(whole, connection) : process;
}
