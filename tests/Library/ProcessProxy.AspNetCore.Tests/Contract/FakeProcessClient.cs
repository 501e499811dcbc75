using System.Globalization;
using ProcessProxy.Generate.OpenApi;

namespace ProcessProxy.AspNetCore.Tests.Contract;

/// <summary>A supervisor of programs that exist only here: <c>web</c> runs, <c>worker</c> is disabled, <c>broken</c> has no program.</summary>
internal sealed partial class FakeProcessClient : IProcessClient
{
    private readonly Lock gate = new();
    private readonly List<ProcessInfo> processes = [];
    private readonly Queue<ProcessProxyException> reloadFailures = [];
    private readonly List<ProcessInfo> additions = [];
    private int nextPid = 100;
    private long eventId;

    public FakeProcessClient()
    {
        processes.Add(Up(Sample.Process("web") with { Enabled = true, Health = HealthState.Unknown }));
        processes.Add(Sample.Process("worker"));
        processes.Add(Sample.Process("broken"));
    }

    public ServerStatus Status { get; set; } = Sample.Status;

    /// <summary>Thrown by every call while it is set.</summary>
    public Exception? Failure { get; set; }

    /// <summary>What every command waits for.</summary>
    public Task Hold { get; set; } = Task.CompletedTask;

    /// <summary>The commands received, in order.</summary>
    public List<string> Commands { get; } = [];

    public Task<ServerStatus> GetStatusAsync(CancellationToken cancellationToken) => Answer(() => Status);

    public Task<IReadOnlyList<ProcessInfo>> ListAsync(CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<ProcessInfo>>(() => [.. processes]);

    public Task<ProcessInfo> GetAsync(string id, CancellationToken cancellationToken) =>
        Answer(() => Find(id) with { Configuration = Sample.Configuration });

    public Task<ProcessDiagnosis> GetDiagnosisAsync(string id, CancellationToken cancellationToken) => Answer(() => Sample.Diagnosis(Find(id)));

    public Task<ResourceHistory> GetResourcesAsync(string id, CancellationToken cancellationToken) =>
        Answer(() => Sample.History with { ProcessId = Find(id).Id });

    public Task<IReadOnlyList<RouteActivity>> GetRoutesAsync(CancellationToken cancellationToken) => Answer<IReadOnlyList<RouteActivity>>(() => Sample.Routes);

    public Task<ProcessInfo> StartAsync(string id, CancellationToken cancellationToken) =>
        CommandAsync($"start {id}", () => Find(id) is { IsRunning: true } running ? running : Launch(Find(id)), cancellationToken);

    public Task<ProcessInfo> StopAsync(string id, CancellationToken cancellationToken) =>
        CommandAsync($"stop {id}", () => Find(id) is { IsRunning: true } running ? Put(Down(running)) : Find(id), cancellationToken);

    public Task<ProcessInfo> RestartAsync(string id, CancellationToken cancellationToken) => CommandAsync(
        $"restart {id}", () => Launch(Find(id) is { IsRunning: true } running ? Put(Down(running)) : Find(id)), cancellationToken);

    public Task<ProcessInfo> ScaleAsync(string id, int instances, CancellationToken cancellationToken) => CommandAsync(
        string.Create(CultureInfo.InvariantCulture, $"scale {id} {instances}"),
        () =>
        {
            var whole = Find(id);
            return instances is < 1 or > 100 ? throw new ProcessProxyException(ErrorCodes.BadArgument, "That is no number of instances.")
                : whole with { Instances = instances == 1 ? null : [.. Enumerable.Range(1, instances).Select(number => whole with { Instance = number })] };
        },
        cancellationToken);

    public Task<IReadOnlyList<ReloadAction>> ReloadAsync(CancellationToken cancellationToken) => CommandAsync<IReadOnlyList<ReloadAction>>(
        "reload",
        () =>
        {
            if (reloadFailures.TryDequeue(out var failure))
            {
                throw failure;
            }

            List<ReloadAction> actions = [.. processes.Select(process => new ReloadAction(process.Id, ReloadActionKind.None, "nothing changed"))];
            foreach (var added in additions)
            {
                processes.Add(added);
                Put(Launch(added));
                actions.Add(new ReloadAction(added.Id, ReloadActionKind.Start, "it is new"));
            }

            additions.Clear();
            return actions;
        },
        cancellationToken);

    public Task<IReadOnlyList<PlannedChange>> GetPlanAsync(CancellationToken cancellationToken) => Answer<IReadOnlyList<PlannedChange>>(
        () => reloadFailures.TryPeek(out var failure)
            ? throw failure
            :
            [
                .. processes.Select(process => new PlannedChange(process.Id, ReloadActionKind.None, "nothing changed", [])),
                .. additions.Select(added => new PlannedChange(added.Id, ReloadActionKind.Start, "it is new", [$"/{added.Id}"])),
            ]);

    /// <summary>Puts a process in place of the one with its id, or after the others, and tells the watchers.</summary>
    public ProcessInfo Put(ProcessInfo process)
    {
        lock (gate)
        {
            var index = processes.FindIndex(other => other.Id == process.Id);
            if (index < 0)
            {
                processes.Add(process);
            }
            else
            {
                processes[index] = process;
            }

            Tell(ProcessEventKind.Change, process);
            return process;
        }
    }

    /// <summary>Takes a process away and tells the watchers.</summary>
    public void Remove(string id)
    {
        lock (gate)
        {
            var process = Find(id);
            processes.Remove(process);
            Tell(ProcessEventKind.Removed, process);
        }
    }

    public void Exit(string id, int code)
    {
        lock (gate)
        {
            Put(Down(Find(id)) with { State = RunState.Failed, Reason = $"exited with code {code}", LastExit = new ProcessExit(code, null, Sample.Noon) });
        }
    }

    public void AddToConfiguration(string id) => additions.Add(Sample.Process(id) with { Enabled = true });

    public void BreakConfiguration(params ConfigurationProblem[] problems) => reloadFailures.Enqueue(
        new ProcessProxyException(ErrorCodes.ConfigurationInvalid, "The configuration has problems; the old one stays in force.") { Problems = problems });

    private ProcessInfo Launch(ProcessInfo process) => process.Id == "broken"
        ? throw new ProcessProxyException(ErrorCodes.LaunchFailed, "broken could not be started: there is no program 'node' in its PATH.")
        : Put(Up(process));

    private ProcessInfo Up(ProcessInfo process) => process with
    {
        State = RunState.Running,
        IsRunning = true,
        Pid = Interlocked.Increment(ref nextPid),
        StartTime = Sample.Noon,
        Uptime = TimeSpan.FromMilliseconds(1),
        Reason = "started",
    };

    private static ProcessInfo Down(ProcessInfo process) => process with
    {
        State = RunState.Stopped,
        IsRunning = false,
        Pid = null,
        StartTime = null,
        Uptime = null,
        Reason = "stopped by the operator",
        LastExit = new ProcessExit(null, "SIGTERM", Sample.Noon),
    };

    private ProcessInfo Find(string id) => processes.Find(process => process.Id == id)
        ?? throw new ProcessProxyException(ErrorCodes.ProcessNotFound, $"There is no process '{id}'.");

    private Task<T> Answer<T>(Func<T> answer)
    {
        lock (gate)
        {
            try
            {
                return Failure is null ? Task.FromResult(answer()) : Task.FromException<T>(Failure);
            }
            catch (ProcessProxyException failure)
            {
                return Task.FromException<T>(failure);
            }
        }
    }

    private async Task<T> CommandAsync<T>(string command, Func<T> answer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            Commands.Add(command);
        }

        await Hold.WaitAsync(cancellationToken);
        return await Answer(answer);
    }
}
