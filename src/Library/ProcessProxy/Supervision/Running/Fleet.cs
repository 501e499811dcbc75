using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Recovering;
using ProcessProxy.Supervision.Services;
using static ProcessProxy.Supervision.Machine.MachineEvent;

namespace ProcessProxy.Supervision.Running;

/// <summary>The runners of all processes: starts them, changes their configuration, and stops them in order.</summary>
internal sealed class Fleet(RunnerServices services) : IAsyncDisposable
{
    private readonly SemaphoreSlim changing = new(1, 1);
    private readonly TaskCompletionSource begin = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource recovered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Dictionary<string, ProcessRunner> runners = new(StringComparer.Ordinal);
    private bool isStopped;

    /// <summary>Gets the current configuration.</summary>
    public ProcessesSpec? Spec { get; private set; }

    /// <summary>Completes when it is known what an earlier server left behind; until then, the shown states are not yet true.</summary>
    public Task Recovered => recovered.Task;

    /// <summary>Gets the processes that an earlier supervisor ran and that are not configured.</summary>
    public OrphanedRuns Orphaned => new(services);

    /// <summary>Returns the runner of a process, or null if none has this ID.</summary>
    public ProcessRunner? Find(string id) => Volatile.Read(ref runners).GetValueOrDefault(id);

    /// <summary>Shows the processes. Commands are accepted and wait until <see cref="StartAsync"/>.</summary>
    public void Open(ProcessesSpec spec)
    {
        Adopt(spec);
        runners = spec.All.ToDictionary(process => process.Id, Runner, StringComparer.Ordinal);
    }

    /// <summary>Looks for what an earlier server left behind, and starts the enabled processes.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (services.Host.Notice is { } notice)
        {
            Log.HostNotice(services.Logger, notice);
        }

        if (!services.LeavesOrphans)
        {
            await Orphans.EndAsync(Spec!, services, cancellationToken).ConfigureAwait(false);
        }

        begin.TrySetResult();
        await Task.WhenAll(runners.Values.Select(runner => runner.Recovered)).WaitAsync(cancellationToken).ConfigureAwait(false);
        recovered.TrySetResult();
    }

    /// <summary>Changes to a new configuration. Processes with the same configuration are not touched.</summary>
    /// <returns>The actions taken.</returns>
    /// <exception cref="ProcessProxyException"><see cref="ErrorCodes.ShuttingDown"/>: it came after the stop, and would start what the stop has ended.</exception>
    public async Task<IReadOnlyList<ReloadAction>> ChangeAsync(ProcessesSpec spec)
    {
        await changing.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            if (isStopped)
            {
                throw new ProcessProxyException(ErrorCodes.ShuttingDown, "The server is shutting down.");
            }

            var actions = ConfigurationPlan.Plan(Spec!, spec).Select(AsItIs).ToList();
            var next = spec.All.ToDictionary(process => process.Id, StringComparer.Ordinal);
            await RemoveAsync(actions.Where(action => !next.ContainsKey(action.Id)).Select(action => action.Id)).ConfigureAwait(false);
            var all = new Dictionary<string, ProcessRunner>(runners, StringComparer.Ordinal);
            var added = spec.All.Where(process => !all.ContainsKey(process.Id)).ToDictionary(process => process.Id, Runner, StringComparer.Ordinal);
            foreach (var (id, runner) in added)
            {
                all[id] = runner;
            }

            Volatile.Write(ref runners, all);
            Adopt(spec);

            // A new runner starts its process itself; to start it here would be a second attempt.
            await Task.WhenAll(actions.Where(action => next.ContainsKey(action.Id)).Select(
                action => added.TryGetValue(action.Id, out var runner) ? runner.SettledAsync(CancellationToken.None) : ApplyAsync(action, next[action.Id]))).ConfigureAwait(false);
            return actions;
        }
        finally
        {
            changing.Release();
        }
    }

    /// <summary>Stops every process, dependents first.</summary>
    /// <param name="hurry">Canceled when no time is left to stop gracefully.</param>
    public async Task StopAsync(CancellationToken hurry)
    {
        // Before waiting for a reload in progress, which has no time left either.
        var hastening = hurry.Register(Hasten);
        await using (hastening.ConfigureAwait(false))
        {
            await changing.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            try
            {
                isStopped = true;
                if (hurry.IsCancellationRequested)
                {
                    // The reload may have added some since.
                    Hasten();
                }

                begin.TrySetResult();
                recovered.TrySetResult();
                await StopAllAsync().ConfigureAwait(false);
            }
            finally
            {
                changing.Release();
            }
        }
    }

    /// <summary>Writes all records of the processes again, because they are gone.</summary>
    public Task KeepAnewAsync() => Task.WhenAll(Volatile.Read(ref runners).Values.Select(runner => runner.KeepAnewAsync()));

    public async ValueTask DisposeAsync()
    {
        begin.TrySetCanceled();
        recovered.TrySetResult();
        await Task.WhenAll(runners.Values.Select(runner => runner.DisposeAsync().AsTask())).ConfigureAwait(false);
    }

    private async Task StopAllAsync()
    {
        var stops = new Dictionary<string, Task>(StringComparer.Ordinal);
        var dependants = Spec!.All.SelectMany(process => process.DependsOn, (process, on) => (process, on: on.Id))
            .ToLookup(pair => pair.on, pair => pair.process, StringComparer.Ordinal);
        foreach (var process in Spec.All)
        {
            _ = StopOf(process);
        }

        await Task.WhenAll(stops.Values).ConfigureAwait(false);

        Task StopOf(ProcessSpec process)
        {
            if (!stops.TryGetValue(process.Id, out var stop))
            {
                stops[process.Id] = stop = StopAfterAsync(process.Id, [.. dependants[process.Id].Select(StopOf)]);
            }

            return stop;
        }
    }

    /// <summary>Adjusts a planned action: a process at rest stays so, and its next start uses the new configuration.</summary>
    public ReloadAction AsItIs(ReloadAction action) =>
        action.Action == ReloadActionKind.Restart && Find(action.Id) is { State.Phase: Phase.Stopped }
            ? action with { Action = ReloadActionKind.Update, Because = $"{action.Because}; it stays stopped" }
            : action;

    /// <summary>Has every end in progress, and later ones, kill at once.</summary>
    public void Hasten()
    {
        foreach (var runner in Volatile.Read(ref runners).Values)
        {
            _ = runner.HurryAsync();
        }
    }

    private ProcessRunner Runner(ProcessSpec process) =>
        new(process, services, begin.Task, begin.Task.IsCompleted ? "a change of the configuration" : "the server at its start");

    private void Adopt(ProcessesSpec spec)
    {
        Spec = spec;
        services.Switches.Restarts = spec.LogRestarts;
        services.Switches.HealthChecks = spec.LogHealthChecks;
        services.Feed.SetOrder([.. spec.All.Select(process => process.Id)]);
    }

    private async Task StopAfterAsync(string id, Task[] dependants)
    {
        await Task.WhenAll(dependants).ConfigureAwait(false);
        var runner = runners[id];
        await EndAsync(runner, "the server's shutdown", isForgotten: runner.Spec.Schedule is null).ConfigureAwait(false);
    }

    /// <param name="runner">The runner of the process to end.</param>
    /// <param name="by">The reason.</param>
    /// <param name="isForgotten">Whether the next server need not know about it. It must know when a job last ran.</param>
    private async Task EndAsync(ProcessRunner runner, string by, bool isForgotten)
    {
        try
        {
            await runner.StopAsync(by, CancellationToken.None).ConfigureAwait(false);
            if (isForgotten)
            {
                services.Store.Delete(runner.Id);
            }
        }
        catch (ProcessProxyException survived)
        {
            // It could not be ended; its state is kept for the next server, and the others are stopped anyway.
            Log.NotEnded(services.Logger, runner.Id, survived.Message);
        }
    }

    private async Task RemoveAsync(IEnumerable<string> ids)
    {
        foreach (var id in ids)
        {
            var runner = runners[id];
            await EndAsync(runner, "its removal from the configuration", isForgotten: true).ConfigureAwait(false);
            var rest = new Dictionary<string, ProcessRunner>(runners, StringComparer.Ordinal);
            rest.Remove(id);
            Volatile.Write(ref runners, rest);
            await runner.DisposeAsync().ConfigureAwait(false);
            services.Feed.Remove(id);
            services.Counters.Remove(id);
        }
    }

    private Task ApplyAsync(ReloadAction action, ProcessSpec process)
    {
        const string by = "a change of its configuration";
        var runner = runners[action.Id];
        return action.Action switch
        {
            ReloadActionKind.Start or ReloadActionKind.Stop when process is { Enabled: true, Schedule: not null } =>
                runner.ConfigureAsync(process, new Activate(by), CancellationToken.None),
            ReloadActionKind.Start => runner.ConfigureAsync(process, new Enable(by), CancellationToken.None),
            ReloadActionKind.Stop => runner.ConfigureAsync(process, new Stop(by, ByOperator: false), CancellationToken.None),
            ReloadActionKind.Restart => runner.ConfigureAsync(process, new Relaunch(by), CancellationToken.None),
            ReloadActionKind.Update => runner.ConfigureAsync(process, new PolicyChanged(process.PreStart != runner.Spec.PreStart), CancellationToken.None),
            ReloadActionKind.None => Task.CompletedTask,
            _ => throw new ArgumentOutOfRangeException(nameof(action), action.Action, null),
        };
    }
}
