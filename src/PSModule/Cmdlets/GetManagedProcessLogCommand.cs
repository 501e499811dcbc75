using System.Management.Automation;
using ProcessProxy.PowerShell.Completion;
using ProcessProxy.PowerShell.Logs;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>Gets the output of processes, and with -Wait new output.</summary>
[Cmdlet(VerbsCommon.Get, "ManagedProcessLog", HelpUri = HelpPages.Folder + "Get-ManagedProcessLog.md")]
[OutputType(typeof(ManagedProcessLogLine), typeof(string))]
public sealed class GetManagedProcessLogCommand : ProcessCmdlet
{
    private readonly List<FoundProcess> chosen = [];

    /// <summary>Gets or sets the names. Wildcards are permitted. The lines of several processes are sorted by time.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(ProcessNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>Gets or sets the number of the last lines of each process.</summary>
    [Parameter]
    [Alias("Last")]
    [ValidateRange(LogQuery.MinLines, LogQuery.MaxLines)]
    public int Tail { get; set; } = LogQuery.DefaultLines;

    /// <summary>Gets or sets whether to continue with every new line, across restarts of the process and of the server, until Ctrl+C.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Gets or sets the stream of the lines.</summary>
    [Parameter]
    public LogStream? Stream { get; set; }

    /// <summary>Gets or sets the time of the first line. Without -Tail, as many lines as possible are returned.</summary>
    [Parameter]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Gets or sets whether to return the lines as text.</summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => chosen.AddRange(Find(Name).Where(found => !chosen.Contains(found)));

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var lines = Since is not null && !MyInvocation.BoundParameters.ContainsKey(nameof(Tail)) ? LogQuery.MaxLines : Tail;
        var query = new LogQuery(lines, Stream);
        if (Wait)
        {
            Follow(query);
        }
        else
        {
            Read(query);
        }

        base.EndProcessing();
    }

    private void Read(LogQuery query)
    {
        var reads = chosen.ConvertAll(found => (found, Task: Task.Run(
            () => found.Connection.Client.ReadLogAsync(found.Address, query, Ending), Ending)));
        var lines = new List<ManagedProcessLogLine>();
        foreach (var (found, task) in reads)
        {
            if (TryFinish(task, found.Address, $"Reading the log of {found.Address}", out var page))
            {
                lines.AddRange(page.Logs.Select(line => new ManagedProcessLogLine(found.Process, line)));
            }
        }

        foreach (var line in chosen.Count == 1 ? lines : [.. lines.OrderBy(line => line.Time)]) // A stable sort: each process keeps its order.
        {
            Emit(line);
        }
    }

    private void Follow(LogQuery query)
    {
        using var follow = new LogFollow(chosen, query, Ending);
        while (true)
        {
            if (follow.TryTakeFailure(out var id, out var failure))
            {
                TryFinish(Task.FromException<bool>(failure), id, null, out _);
            }
            else if (follow.TryTake(out var line))
            {
                Emit(line);
            }
            else if (follow.IsOver)
            {
                return;
            }
            else
            {
                WaitFor(follow.NewsAsync(), activity: null);
            }
        }
    }

    private void Emit(ManagedProcessLogLine line)
    {
        if (line.LostBytes > 0)
        {
            WriteWarning(
                $"The log of {line.Name} was emptied before {line.Time:O}: at least {line.LostBytes} bytes were lost. This happens when a program opens "
                + "/dev/stderr by name.");
        }
        else if (line.IsAfterGap)
        {
            WriteWarning($"Lines of {line.Name} before {line.Time:O} are no longer available, because its log was rotated faster than it was read.");
        }

        if (Since is null || line.Time >= Since)
        {
            WriteObject(Raw ? line.Line : line);
        }
    }
}
