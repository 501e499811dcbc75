using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Groups;
using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Recovering;
using ProcessProxy.Supervision.Services;

namespace ProcessProxy.Supervision.Running;

/// <summary>The runners of all processes: starts them, changes their configuration, and stops them in order.</summary>
internal sealed class Fleet(RunnerServices services) : IAsyncDisposable
{
    private readonly SemaphoreSlim changing = new(1, 1);
    private readonly TaskCompletionSource begin = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource recovered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Dictionary<string, IProcessUnit> runners = new(StringComparer.Ordinal);
    private Task leftovers = Task.CompletedTask;
    private bool isStopped;

    /// <summary>Gets the current configuration.</summary>
    public ProcessesSpec? Spec { get; private set; }

    /// <summary>Completes when it is known what an earlier server left behind; until then, the shown states are not yet true.</summary>
    public Task Recovered => recovered.Task;

    /// <summary>Gets the processes that an earlier supervisor ran and that are not configured.</summary>
    public OrphanedRuns Orphaned => new(services, key => Volatile.Read(ref runners).Values.Any(unit => unit.Keys.Contains(key, StringComparer.Ordinal)));

    /// <summary>Returns a process, or null if none has this ID.</summary>
    public IProcessUnit? Find(string id) => Volatile.Read(ref runners).GetValueOrDefault(id);

    /// <summary>Shows the processes. Commands are accepted and wait until <see cref="StartAsync"/>.</summary>
    public void Open(ProcessesSpec spec)
    {
        services.Links.HasDependantUp = HasDependantUp;
        services.Links.WakeAsync = WakeAsync;
        Adopt(spec);
        var grouped = services.Store.Groups();
        runners = spec.All.ToDictionary(process => process.Id, process => Unit(process, grouped.Contains(process.Id)), StringComparer.Ordinal);
    }

    /// <summary>Looks for what an earlier server left behind, and starts the enabled processes.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (services.Host.Notice is { } notice)
        {
            Log.HostNotice(services.Logger, notice);
        }

        // What other programs of a process leave behind ends beside its supervision, which does not wait for it.
        var keys = runners.Values.SelectMany(unit => unit.Runners).Select(runner => runner.Key).ToHashSet(StringComparer.Ordinal);
        leftovers = Orphans.EndAsync(
            id => !keys.Contains(id) && GroupOf(id) is not null, services, CancellationToken.None,
            (id, pid) => GroupOf(id) is { } group ? OrphanOutput.Drain(id, pid, group.Spec, services) : null);
        if (!services.LeavesOrphans)
        {
            await Orphans.EndAsync(id => !keys.Contains(id) && GroupOf(id) is null, services, cancellationToken).ConfigureAwait(false);
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
        YieldToNewer();
        await changing.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            if (isStopped)
            {
                throw new ProcessProxyException(ErrorCodes.ShuttingDown, "The server is shutting down.");
            }

            var actions = ConfigurationPlan.Plan(Spec!, spec).Select(action => AsItIs(action, spec)).ToList();
            var next = spec.All.ToDictionary(process => process.Id, StringComparer.Ordinal);
            await RemoveAsync(actions.Where(action => !next.ContainsKey(action.Id)).Select(action => action.Id)).ConfigureAwait(false);
            var all = new Dictionary<string, IProcessUnit>(runners, StringComparer.Ordinal);
            var added = spec.All.Where(process => !all.ContainsKey(process.Id)).ToDictionary(process => process.Id, process => Unit(process, wasGrouped: false), StringComparer.Ordinal);
            foreach (var (id, unit) in added)
            {
                all[id] = unit;
            }

            foreach (var process in spec.All.Where(process => process.IsGrouped))
            {
                if (all[process.Id] is ProcessRunner only)
                {
                    all[process.Id] = GroupOf(only);
                }
            }

            Volatile.Write(ref runners, all);
            Adopt(spec);

            // A new runner starts its process itself; to start it here would be a second attempt.
            return await Task.WhenAll(actions.Select(async action =>
            {
                if (!next.TryGetValue(action.Id, out var process))
                {
                    return action;
                }

                if (added.TryGetValue(action.Id, out var unit))
                {
                    await unit.SettledAsync(CancellationToken.None).ConfigureAwait(false);
                    return action;
                }

                var failure = await all[action.Id].ChangeAsync(process, action.Action, "a change of its configuration").ConfigureAwait(false);
                return failure is null ? action : action with { Failure = failure };
            })).ConfigureAwait(false);
        }
        finally
        {
            changing.Release();
        }
    }

    /// <summary>Sets the number of instances of a process until its configured number changes.</summary>
    /// <exception cref="ProcessProxyException"><see cref="ErrorCodes.Conflict"/>: it cannot have several.</exception>
    public async Task<ProcessInfo> ScaleAsync(IProcessUnit unit, int instances, CancellationToken cancellationToken)
    {
        var spec = unit.Spec;
        var why = instances == 1 ? null
            : spec.Schedule is not null ? "it has a schedule"
            : spec.Port is { IsAuto: false, Number: { } port } ? $"its port is {port}; set 'port: auto'"
            : Enumerable.Range(2, instances - 1).Select(instance => InstanceSpec.KeyOf(spec.Id, instance, isSecondSeat: false))
                .FirstOrDefault(key => Find(key) is not null) is { } other ? $"an instance would have the files of the process '{other}'"
            : null;
        if (why is not null)
        {
            throw new ProcessProxyException(ErrorCodes.Conflict, $"{unit.Id} cannot have {instances} instances: {why}.");
        }

        ProcessGroup group;
        await changing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Find(unit.Id) is ProcessRunner only)
            {
                var all = new Dictionary<string, IProcessUnit>(runners, StringComparer.Ordinal) { [unit.Id] = GroupOf(only) };
                Volatile.Write(ref runners, all);
            }

            group = (ProcessGroup)Find(unit.Id)!;
        }
        finally
        {
            changing.Release();
        }

        return await group.ScaleAsync(instances, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops every process, dependents first.</summary>
    /// <param name="hurry">Canceled when no time is left to stop gracefully.</param>
    public async Task StopAsync(CancellationToken hurry)
    {
        // Before waiting for a reload in progress, which has no time left either.
        YieldToNewer();
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
        await leftovers.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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

    /// <summary>
    /// Adjusts a planned action: a process at rest stays so, and its next start uses the new configuration. What becomes of a number of instances that a command has
    /// set is told.
    /// </summary>
    public ReloadAction AsItIs(ReloadAction action, ProcessesSpec updated)
    {
        if (Find(action.Id) is not { } unit)
        {
            return action;
        }

        if (unit is ProcessGroup { Scaled: { } scaled } && updated.All.FirstOrDefault(process => process.Id == unit.Id) is { } process)
        {
            action = ConfigurationPlan.WithScaled(action, scaled, unit.Spec, process);
        }

        return action.Action is ReloadActionKind.Restart or ReloadActionKind.Replace && unit.Runners.All(runner => runner.State.Phase == Phase.Stopped)
            ? action with { Action = ReloadActionKind.Update, Because = $"{action.Because}; it stays stopped" }
            : action;
    }

    /// <summary>Ends the wait of a change in progress for what takes long.</summary>
    public void YieldToNewer()
    {
        foreach (var unit in Volatile.Read(ref runners).Values)
        {
            unit.YieldToNewer();
        }
    }

    /// <summary>Has every end in progress, and later ones, kill at once.</summary>
    public void Hasten()
    {
        foreach (var runner in Volatile.Read(ref runners).Values)
        {
            _ = runner.HurryAsync();
        }
    }

    private string StartedBy => begin.Task.IsCompleted ? "a change of the configuration" : "the server at its start";

    private IProcessUnit Unit(ProcessSpec process, bool wasGrouped) => process.IsGrouped || wasGrouped
        ? new ProcessGroup(process, GroupPast.Of(process, services), services, begin.Task, StartedBy)
        : new ProcessRunner(process, services, begin.Task, StartedBy);

    /// <summary>Lets a process have more than one program. The one that it has continues.</summary>
    private ProcessGroup GroupOf(ProcessRunner only) => new(
        only.Spec, new GroupPast(new GroupState { Members = [new Member(new Seat(1))], IsUp = only.State.WillRun }, null, null), services, begin.Task, StartedBy, only);

    /// <summary>Returns the configured process with several programs of which a record is that of one; null if there is none.</summary>
    private IProcessUnit? GroupOf(string key) =>
        runners.Values.FirstOrDefault(unit => unit is ProcessGroup && (key == unit.Id || key.StartsWith(unit.Id + ".", StringComparison.Ordinal)));

    private bool HasDependantUp(string id) => Spec!.All.Any(
        process => process.DependsOn.Any(dependency => dependency.Id == id) && services.Feed.Find(process.Id) is { WillRun: true, IsWanted: true });

    private ValueTask WakeAsync(string id) => Find(id) is ProcessGroup group ? group.WakeAsync() : ValueTask.CompletedTask;

    private void Adopt(ProcessesSpec spec)
    {
        Spec = spec;
        services.Switches.Restarts = spec.LogRestarts;
        services.Switches.HealthChecks = spec.LogHealthChecks;
        services.Ports.Range = spec.PortRange;
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
    private async Task EndAsync(IProcessUnit runner, string by, bool isForgotten)
    {
        try
        {
            await runner.StopAsync(by, CancellationToken.None).ConfigureAwait(false);
            if (isForgotten)
            {
                runner.Forget();
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
            var rest = new Dictionary<string, IProcessUnit>(runners, StringComparer.Ordinal);
            rest.Remove(id);
            Volatile.Write(ref runners, rest);
            await runner.DisposeAsync().ConfigureAwait(false);
            services.Store.DeleteGroup(id);
            services.Feed.Remove(id);
            services.Counters.Remove(id);
        }
    }
}
