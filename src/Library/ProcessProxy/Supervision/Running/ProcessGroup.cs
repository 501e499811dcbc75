using System.Threading.Channels;
using ProcessProxy.Configuration;
using ProcessProxy.Logs;
using ProcessProxy.Supervision.Groups;
using ProcessProxy.Supervision.Keeping;
using ProcessProxy.Supervision.Lanes;
using ProcessProxy.Supervision.Recovering;
using ProcessProxy.Supervision.Services;

namespace ProcessProxy.Supervision.Running;

/// <summary>
/// Runs a process that can have more than one program: a mailbox with one reader, which passes each event to <see cref="GroupMachine"/>, saves the state, shows who serves and
/// executes the effects. Each program has a <see cref="ProcessRunner"/> of its own.
/// </summary>
internal sealed partial class ProcessGroup : IProcessUnit
{
    private const int MailboxSize = 1024;
    private readonly Channel<Func<Task>> mailbox = Channel.CreateBounded<Func<Task>>(new BoundedChannelOptions(MailboxSize) { SingleReader = true });
    private readonly TaskCompletionSource recovered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RunnerServices services;
    private readonly GroupKeeper keeper;
    private readonly GroupPerformer performer;
    private readonly SleepTimer sleep;
    private readonly Turn turn;
    private readonly Task loop;
    private readonly Dictionary<Seat, Standing> known = [];
    private volatile ProcessSpec spec;
    private GroupState state;
    private string? failed;
    private IReadOnlyList<InstanceEndpoint>? endpoints;
    private long generation;
    private int mustLook;
    private TaskCompletionSource newer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Shows the process; nothing is done before <paramref name="begin"/> completes.</summary>
    /// <param name="spec">The process.</param>
    /// <param name="past">What an earlier server has left behind.</param>
    /// <param name="services">The services that all runners share.</param>
    /// <param name="begin">Completes when the group must begin.</param>
    /// <param name="startedBy">The origin of the start, in words.</param>
    /// <param name="existing">The runner that has supervised the only program so far; null if there is none.</param>
    public ProcessGroup(ProcessSpec spec, GroupPast past, RunnerServices services, Task begin, string startedBy, ProcessRunner? existing = null)
    {
        this.spec = spec;
        this.services = services;
        state = past.State;
        failed = past.Known?.Failed;
        keeper = new GroupKeeper(spec.Id, services, past.Known);
        performer = new GroupPerformer(spec.Id, services, begin, startedBy, Signal, PostAsync);
        sleep = new SleepTimer(services, Signal);
        sleep.Configure(spec, past.Idle);
        foreach (var member in state.Members)
        {
            performer.Add(member.Seat, spec, isNext: false, StartsItself, member.Seat.Instance == 1 ? existing : null);
        }

        Show();
        turn = new Turn(services.Lanes);
        loop = Task.Factory.StartNew(() => RunAsync(begin), CancellationToken.None, TaskCreationOptions.DenyChildAttach, turn).Unwrap();
    }

    /// <inheritdoc/>
    public string Id => spec.Id;

    /// <inheritdoc/>
    public ProcessSpec Spec => spec;

    /// <inheritdoc/>
    public IReadOnlyList<ProcessRunner> Runners => [.. Volatile.Read(ref state).Members.Select(member => performer.At(member.Seat)?.Runner).OfType<ProcessRunner>()];

    /// <inheritdoc/>
    public IReadOnlyList<string> Keys => [.. performer.Seats.Select(seat => seat.Role.Key)];

    /// <inheritdoc/>
    public IReadOnlyList<LogSource> Logs => [.. Volatile.Read(ref state).Members.Select(member => performer.LogOf(member.Seat)).OfType<LogSource>()];

    /// <inheritdoc/>
    public Task Recovered => recovered.Task;

    /// <summary>Gets the number of instances that a command has set; null for the configured one.</summary>
    public int? Scaled => Volatile.Read(ref state).Scaled;

    private bool StartsItself => spec.Start == StartMode.Server && !state.IsAsleep;

    /// <inheritdoc/>
    public Task<ProcessInfo> CommandAsync(CommandKind kind, string by, CancellationToken cancellationToken) => CommandAsync(kind, null, by, cancellationToken);

    /// <summary>Sends a command to one instance, or to all, and waits until it is complete.</summary>
    /// <param name="kind">The command.</param>
    /// <param name="instance">The number of the instance; null for all.</param>
    /// <param name="by">The origin, in words.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<ProcessInfo> CommandAsync(CommandKind kind, int? instance, string by, CancellationToken cancellationToken)
    {
        using var haste = turn.Hurry();
        await InTurnAsync(() => BeginAsync(kind, instance, by), cancellationToken).ConfigureAwait(false);
        var info = await InfoAsync(cancellationToken).ConfigureAwait(false);
        return instance is null ? info : info.Instances?.ElementAtOrDefault(instance.Value - 1) ?? info;
    }

    /// <summary>Sets the number of instances, and waits until those that are added have started and those that are removed have ended.</summary>
    public async Task<ProcessInfo> ScaleAsync(int instances, CancellationToken cancellationToken)
    {
        using var haste = turn.Hurry();
        await InTurnAsync(
            async () =>
            {
                await StepAsync(new GroupEvent.Scale(instances)).ConfigureAwait(true);
                return performer.SettledAsync();
            },
            cancellationToken).ConfigureAwait(false);
        return await InfoAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts the process if it sleeps.</summary>
    public ValueTask WakeAsync() => PostAsync(new GroupEvent.Requested());

    /// <inheritdoc/>
    public Task StopAsync(string by, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            await StepAsync(new GroupEvent.Stop(by)).ConfigureAwait(true);
            return performer.StopAllAsync(by);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task SettledAsync(CancellationToken cancellationToken) => InTurnAsync(() => Task.FromResult(performer.SettledAsync()), cancellationToken);

    /// <inheritdoc/>
    public async Task<string?> ChangeAsync(ProcessSpec process, ReloadActionKind action, string by)
    {
        using var haste = turn.Hurry();
        return await InTurnAsync(() => ConfigureAsync(process, action, by), CancellationToken.None).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void YieldToNewer() =>
        Interlocked.Exchange(ref newer, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <inheritdoc/>
    public async Task KeepAnewAsync()
    {
        await InTurnAsync(
            () =>
            {
                keeper.KeepAnew();
                return Task.FromResult(Task.CompletedTask);
            },
            CancellationToken.None).ConfigureAwait(false);
        await Task.WhenAll(performer.Seats.Select(seat => seat.Runner.KeepAnewAsync())).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task HurryAsync() => Task.WhenAll(performer.Seats.Select(seat => seat.Runner.HurryAsync()));

    /// <inheritdoc/>
    public void Forget()
    {
        foreach (var seat in performer.Seats)
        {
            services.Store.Delete(seat.Role.Key);
        }

        // The number of instances that a command has set is not a matter of this server alone.
        keeper.Keep(PersistedGroup.Of(new GroupState { Scaled = state.Scaled }, spec, null, null));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        mailbox.Writer.TryComplete();

        // An error of the loop was logged where it happened, and must not prevent the release of the others.
        await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        sleep.Dispose();
        await performer.DisposeAsync().ConfigureAwait(false);
    }

    private async Task RunAsync(Task begin)
    {
        try
        {
            await begin.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            if (!begin.IsCompletedSuccessfully)
            {
                return;
            }

            await RecoverAsync().ConfigureAwait(true);
            await foreach (var work in mailbox.Reader.ReadAllAsync().ConfigureAwait(true))
            {
                await work().ConfigureAwait(true);
                await LookAsync().ConfigureAwait(true);
            }
        }
        catch (Exception fault)
        {
            // Logged here because this is the last place that sees it: an error in one process must not end the others.
            Log.RunnerDied(services.Logger, Id, fault);
            mailbox.Writer.TryComplete();
        }
        finally
        {
            recovered.TrySetResult();
            performer.Abandon();
            while (mailbox.Reader.TryRead(out _))
            {
                // Whoever posted it sees that the mailbox is closed.
            }
        }
    }

    /// <summary>Gets whether a replacement by the current configuration has failed already, so that it is not tried again.</summary>
    private bool HasFailed => failed is not null && LaunchDigest.IsOf(failed, spec);

    private async Task RecoverAsync()
    {
        await Task.WhenAll(performer.Seats.Select(seat => seat.Runner.Recovered)).ConfigureAwait(true);
        var outdated = performer.Seats.Where(seat => seat.Runner.IsOutdated).Select(seat => seat.Place).ToHashSet();
        state = state with
        {
            Members = [.. state.Members.Select(member => outdated.Contains(member.Seat) ? member with { IsOutdated = true } : member)],
            IsUp = performer.Seats.Any(seat => seat.Runner.State.WillRun),
            IsAsleep = state.IsAsleep && !performer.Seats.All(seat => seat.Runner.State.StoppedByOperator),
        };
        sleep.Note(state);
        Volatile.Write(ref mustLook, 1);
        await LookAsync().ConfigureAwait(true);
        if (outdated.Count > 0 && !HasFailed)
        {
            await StepAsync(new GroupEvent.Replace("a change of its configuration while no server ran", [.. outdated.Select(seat => seat.Instance)])).ConfigureAwait(true);
        }

        recovered.TrySetResult();
    }

    /// <summary>Handles everything that has changed since the last time.</summary>
    private async Task LookAsync()
    {
        while (Interlocked.Exchange(ref mustLook, 0) == 1)
        {
            foreach (var seat in performer.Seats)
            {
                var standing = seat.Look();
                if (known.GetValueOrDefault(seat.Place) != standing)
                {
                    known[seat.Place] = standing;
                    await StepAsync(new GroupEvent.Changed(seat.Place, standing)).ConfigureAwait(true);
                }
            }

            foreach (var seat in performer.Seats.Where(seat => !seat.IsLeaving && !seat.Role.IsNext))
            {
                if (seat.TakeWish() is { } why)
                {
                    await StepAsync(new GroupEvent.Replace($"the server, because it {why}", [seat.Place.Instance])).ConfigureAwait(true);
                }
            }

            if (sleep.News(state, () => services.Links.HasDependantUp(Id)) is { } news)
            {
                await StepAsync(news).ConfigureAwait(true);
            }

            keeper.Keep(PersistedGroup.Of(state, spec, failed, sleep.LastUsedAt));
            Show();
        }
    }

    private async Task StepAsync(GroupEvent happened)
    {
        var (next, effects) = GroupMachine.Step(state, happened, spec, services.Now());
        var changed = next != state;
        failed = next.Failure is null ? null : next.Failure == state.Failure ? failed : LaunchDigest.Of(spec);
        Volatile.Write(ref state, next);
        if (changed)
        {
            // What is kept is true before anybody acts on it, and the new program serves before the old one drains.
            keeper.Keep(PersistedGroup.Of(state, spec, failed, sleep.LastUsedAt));
            sleep.Note(state);
            Show();
        }

        performer.Announce(effects);
        foreach (var effect in effects)
        {
            await performer.PerformAsync(effect, spec, StartsItself).ConfigureAwait(true);
            if (effect is GroupEffect.Close close)
            {
                known.Remove(close.Seat);
            }
        }
    }

    private void Show()
    {
        var shown = Shown();
        if (shown.Count == 0)
        {
            return;
        }

        ShowEndpoints(shown);
        var info = GroupView.Info(spec, state, shown);
        services.Feed.Publish(
            info, GroupView.Readiness(info, state, shown, endpoints, generation) with { Use = sleep.Use },
            [.. shown.Select(one => one.News.State.Run?.Since ?? TimeSpan.Zero)], shown.All(one => one.News.IsKnown));
    }

    /// <summary>Returns the instances that have a program already, with what it has shown last.</summary>
    private List<ShownMember> Shown() =>
        [.. state.Members.Select(member => (member, seat: performer.At(member.Seat))).Where(pair => pair.seat is not null).Select(pair => new ShownMember(pair.member, pair.seat!))];

    private void ShowEndpoints(IReadOnlyList<ShownMember> members)
    {
        if (spec.Port is null)
        {
            // Nobody knows their addresses, so each launch counts.
            endpoints = null;
            generation = members.Sum(pair => pair.Seat.Latest.State.Generation);
            return;
        }

        List<InstanceEndpoint> serving = [.. members.Where(pair => pair.Member.CanAnswer).Select(pair => pair.Seat.Endpoint).OfType<InstanceEndpoint>()];
        if (serving.Count == 0)
        {
            // An unhealthy program is better than none.
            serving = [.. members.Where(pair => pair.Seat.IsUnhealthy).Select(pair => pair.Seat.Endpoint).OfType<InstanceEndpoint>()];
        }

        if (endpoints is null || !endpoints.SequenceEqual(serving))
        {
            generation++;
            endpoints = serving;
        }
    }

    /// <summary>Returns the public form of the process as it is when its turn has come.</summary>
    private Task<ProcessInfo> InfoAsync(CancellationToken cancellationToken) =>
        InTurnAsync(() => Task.FromResult(Task.FromResult(GroupView.Info(spec, state, Shown()))), cancellationToken);

    /// <summary>Has the programs looked at soon. Never waits.</summary>
    private void Signal()
    {
        if (Interlocked.Exchange(ref mustLook, 1) == 0)
        {
            // If the mailbox is full, the work before it looks.
            mailbox.Writer.TryWrite(() => Task.CompletedTask);
        }
    }

    private async ValueTask PostAsync(GroupEvent happened)
    {
        while (await mailbox.Writer.WaitToWriteAsync().ConfigureAwait(false))
        {
            if (mailbox.Writer.TryWrite(() => StepAsync(happened)))
            {
                return;
            }
        }
    }
}
