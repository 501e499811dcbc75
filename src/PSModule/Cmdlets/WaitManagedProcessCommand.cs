using System.Management.Automation;
using ProcessProxy.PowerShell.Completion;
using ProcessProxy.PowerShell.Connections;
using ProcessProxy.PowerShell.Errors;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>Waits until processes are in a state, are healthy, or have exited.</summary>
[Cmdlet(VerbsLifecycle.Wait, "ManagedProcess", DefaultParameterSetName = ForReady, HelpUri = HelpPages.Folder + "Wait-ManagedProcess.md")]
[OutputType(typeof(ProcessInfo))]
public sealed class WaitManagedProcessCommand : ProcessCmdlet
{
    private const string ForReady = "Ready";
    private const string ForState = "State";
    private const string ForHealthy = "Healthy";
    private const string ForExited = "Exited";
    private readonly List<FoundProcess> awaited = [];

    /// <summary>Gets or sets the names. Wildcards are permitted.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(ProcessNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>Gets or sets the states to wait for, any of them.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ForState)]
    [ValidateNotNullOrEmpty]
    public RunState[] State { get; set; } = [];

    /// <summary>Gets or sets whether to wait until the process is healthy.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ForHealthy)]
    public SwitchParameter Healthy { get; set; }

    /// <summary>Gets or sets whether to wait until the process has exited and is not restarted automatically.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ForExited)]
    public SwitchParameter Exited { get; set; }

    /// <value>24 days, the limit of timers.</value>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(24);

    /// <summary>Gets or sets the timeout, as a duration or a number of seconds. Without it, there is none.</summary>
    [Parameter]
    [Seconds]
    public TimeSpan? Timeout { get; set; }

    /// <summary>Gets or sets whether to return the processes afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => awaited.AddRange(Find(Name));

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Timeout is { } wait && (wait < TimeSpan.Zero || wait > Longest))
        {
            throw Terminate(ProxyErrors.Of(
                new ProcessProxyException(ErrorCodes.BadArgument, $"-Timeout must be from 0 to {Longest.TotalSeconds:0} seconds."), Timeout)!);
        }

        using var timeout = new CancellationTokenSource(Timeout ?? System.Threading.Timeout.InfiniteTimeSpan, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, Ending);
        var waits = awaited.ConvertAll(found => (found, Task: Task.Run(() => WaitAsync(found, either.Token), either.Token)));
        foreach (var (found, task) in waits)
        {
            Finish(found, task, timeout.Token);
        }

        base.EndProcessing();
    }

    private Task<ProcessInfo> WaitAsync(FoundProcess found, CancellationToken token) =>
        ProcessWait.UntilAsync(found.Connection.Client, found.Address, IsReached, WhyInVain, token);

    private bool IsReached(ProcessInfo process) => ParameterSetName switch
    {
        ForState => State.Contains(process.State),
        ForHealthy => process.Health == HealthState.Healthy,
        ForExited => process.State is RunState.Stopped or RunState.Failed,
        _ => ProcessWait.IsReady(process),
    };

    private string? WhyInVain(ProcessInfo process) => ParameterSetName switch
    {
        ForHealthy when process.Health == HealthState.None => "has no health check",
        ForState when process.Schedule?.NextRunAt is not null && State.Any(one => one is RunState.Starting or RunState.Running) => null,
        _ => ProcessWait.WhyLost(process),
    };

    private void Finish(FoundProcess found, Task<ProcessInfo> task, CancellationToken timeout)
    {
        try
        {
            if (TryFinish(task, found.Address, $"Waiting for {found.Address}", out var process) && PassThru)
            {
                WriteObject(Origins.Note(process, found.Connection));
            }
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            var seconds = Timeout!.Value.TotalSeconds;
            Report(ProxyErrors.Record(
                ProxyErrors.WaitTimeout, ErrorCategory.OperationTimeout, found.Address,
                $"{found.Address} {(Exited ? "had not exited" : $"was not {Wanted}")} within {seconds} {(seconds == 1 ? "second" : "seconds")}."));
        }
    }

    /// <summary>Gets the condition of <see cref="IsReached"/> in words.</summary>
    private string Wanted => ParameterSetName switch
    {
        ForState => string.Join(" or ", State).ToLowerInvariant(),
        ForHealthy => "healthy",
        _ => "ready",
    };
}
