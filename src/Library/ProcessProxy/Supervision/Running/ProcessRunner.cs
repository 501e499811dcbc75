using System.Diagnostics;
using System.Threading.Channels;
using ProcessProxy.Background;
using ProcessProxy.Configuration;
using ProcessProxy.Logs;
using ProcessProxy.Supervision.Feed;
using ProcessProxy.Supervision.Keeping;
using ProcessProxy.Supervision.Lanes;
using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Services;
using static ProcessProxy.Supervision.Machine.MachineEvent;

namespace ProcessProxy.Supervision.Running;

/// <summary>
/// Runs one process: a mailbox with one reader, which passes each message to the machine, saves the
/// state and executes the effects. There are no locks; commands are serialized because they are messages.
/// </summary>
/// <remarks>All of this runs in the lanes, where it may wait for the disk: every await below <see cref="RunAsync"/> returns there.</remarks>
internal sealed partial class ProcessRunner : IProcessUnit
{
    private const int MailboxSize = 1024;
    private readonly Channel<RunnerMail> mailbox = Channel.CreateBounded<RunnerMail>(new BoundedChannelOptions(MailboxSize) { SingleReader = true });
    private readonly Queue<MachineEvent> immediate = new();
    private readonly List<CommandWaiter> waiters = [];
    private readonly RunnerServices services;
    private readonly EffectPerformer performer;
    private readonly TaskCompletionSource recovered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Turn turn;
    private readonly Task loop;
    private volatile ProcessSpec spec;
    private volatile ProcessState state;
    private volatile IRunnerSink sink;
    private InstanceRole? role;
    private readonly StateKeeper keeper;
    private RunnerMail? current;
    private bool hasRecovered;

    /// <summary>Shows the process; nothing is done before <paramref name="begin"/> completes.</summary>
    /// <param name="spec">The process.</param>
    /// <param name="services">The services that all runners share.</param>
    /// <param name="begin">Completes when the runner must begin.</param>
    /// <param name="startedBy">The origin of the start, in words.</param>
    public ProcessRunner(ProcessSpec spec, RunnerServices services, Task begin, string startedBy)
        : this(spec, null, new FeedSink(spec.Id, services), services, begin, startedBy)
    {
    }

    /// <summary>Shows one program of a process with several to its group; nothing is done before <paramref name="begin"/> completes.</summary>
    /// <param name="role">The program.</param>
    /// <param name="sink">The group.</param>
    /// <param name="services">The services that all runners share.</param>
    /// <param name="begin">Completes when the runner must begin.</param>
    /// <param name="startedBy">The origin of the start, in words.</param>
    public ProcessRunner(InstanceRole role, IRunnerSink sink, RunnerServices services, Task begin, string startedBy)
        : this(role.With(null), role, sink, services, begin, startedBy)
    {
    }

    private ProcessRunner(ProcessSpec spec, InstanceRole? role, IRunnerSink sink, RunnerServices services, Task begin, string startedBy)
    {
        this.spec = spec;
        this.role = role;
        this.sink = sink;
        this.services = services;
        state = new ProcessState { Since = services.Time.GetUtcNow(), Reason = spec.Schedule is not null ? "has not run yet" : spec.Enabled ? "not started yet" : "disabled" };
        performer = new EffectPerformer(spec, services, startedBy, PostAsync, TryAgainInTurn, (changed, hurry) => this.sink.BecomeQuietAsync(changed, hurry), why => this.sink.AskForReplacement(why));
        keeper = new StateKeeper(spec.Id, services, TryAgainInTurn);
        Publish();
        turn = new Turn(services.Lanes);
        loop = Task.Factory.StartNew(() => RunAsync(begin), CancellationToken.None, TaskCreationOptions.DenyChildAttach, turn).Unwrap();
    }

    public string Id => spec.Id;

    /// <summary>Gets the name under which its state is kept.</summary>
    public string Key => spec.Id;

    /// <inheritdoc/>
    public IReadOnlyList<string> Keys => [Key];

    /// <summary>Gets the current configuration.</summary>
    public ProcessSpec Spec => spec;

    /// <summary>Gets its current state.</summary>
    public ProcessState State => state;

    /// <inheritdoc/>
    public IReadOnlyList<ProcessRunner> Runners => [this];

    /// <inheritdoc/>
    public IReadOnlyList<LogSource> Logs => [new(1, Key, Spec.Launch.Log)];

    /// <summary>Gets whether its program is one of an earlier server that was launched in another way.</summary>
    public bool IsOutdated => performer.IsOutdated;

    /// <summary>Gets its public form.</summary>
    public ProcessInfo Info => ProcessInfoProjection.Of(spec, state, services.Now());

    /// <summary>Completes when it is known what an earlier server left behind, and the process was started if it should run.</summary>
    public Task Recovered => recovered.Task;

    /// <summary>Writes all records of the process again, because they are gone.</summary>
    public async Task KeepAnewAsync() => await TryPostAsync(new RunnerMail.KeepAnew(), CancellationToken.None).ConfigureAwait(false);

    /// <summary>Makes every stop, in progress or later, kill immediately.</summary>
    public Task HurryAsync() => performer.HurryAsync();

    /// <summary>Releases the process without ending it.</summary>
    public async ValueTask DisposeAsync()
    {
        mailbox.Writer.TryComplete();

        // An error of the loop was logged where it happened, and must not prevent the release of the others.
        await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        keeper.Dispose();
        services.Ports.Release(Key);
        await performer.DisposeAsync().ConfigureAwait(false);
    }

    private void TryAgainInTurn() => _ = TryPostAsync(new RunnerMail.KeepAgain(), CancellationToken.None).AsTask();

    private async Task RunAsync(Task begin)
    {
        try
        {
            // Before any message is read: a command must not start a second instance of a running program.
            await begin.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            if (!begin.IsCompletedSuccessfully)
            {
                return;
            }

            await RecoverAsync().ConfigureAwait(true);
            await foreach (var mail in mailbox.Reader.ReadAllAsync().ConfigureAwait(true))
            {
                current = mail;
                await HandleAsync(mail).ConfigureAwait(true);
                waiters.RemoveAll(waiter => waiter.TrySettle(state, () => Info));
            }
        }
        catch (Exception fault)
        {
            // Logged here because this is the last place that sees it: an error in one process must not end the others.
            Log.RunnerDied(services.Logger, Id, fault);
            mailbox.Writer.TryComplete();

            // The last known state stays visible and will not change anymore.
            Callback.Invoke($"{Id}: showing that it is not supervised", () => Publish("is no longer supervised because of an internal error of the server"), services.Logger);
        }
        finally
        {
            recovered.TrySetResult();
            RefuseAll();
        }
    }

    private async Task HandleAsync(RunnerMail mail)
    {
        switch (mail)
        {
            case RunnerMail.News news:
                await ApplyAsync(new Announced(news.Event)).ConfigureAwait(true);
                await ApplyAsync(news.Event).ConfigureAwait(true);
                break;
            case RunnerMail.Command command:
                // Before anything is read from the state: the program may be running.
                await ApplyAsync(new Announced(command.Event)).ConfigureAwait(true);
                waiters.Add(new CommandWaiter(command.Kind, Id, state, command.Answer));
                await ApplyAsync(command.Event is Restart restart ? restart with { WhyNotAgain = services.Dependencies.WhyNotAgain(spec.DependsOn) } : command.Event)
                    .ConfigureAwait(true);
                break;
            case RunnerMail.KeepAgain:
                keeper.KeepAgain();
                performer.TryAgain();
                break;
            case RunnerMail.KeepAnew:
                keeper.KeepAnew();
                if (state is { Phase: Phase.Running or Phase.Stopping, Identity: not null })
                {
                    await performer.PerformAsync(new MachineEffect.WritePidFile(), state).ConfigureAwait(false);
                }

                break;
            case RunnerMail.Rename rename:
                sink = rename.Sink ?? sink;
                Assume(rename.Role);
                performer.Rename(spec, state);
                if (keeper.HasAny)
                {
                    Keep();
                }

                Publish();
                rename.Done.TrySetResult();
                break;
            case RunnerMail.Configure change:
                spec = change.Spec;
                Assume(change.Role);
                await performer.ConfigureAsync(spec).ConfigureAwait(true);
                await ApplyAsync(new Announced(change.Then)).ConfigureAwait(true);
                await ApplyAsync(change.Then).ConfigureAwait(true);
                if (keeper.HasAny)
                {
                    Keep();
                }

                Publish();
                waiters.Add(new CommandWaiter(CommandKind.Settle, Id, state, change.Settled));
                break;
            default:
                throw new UnreachableException($"Nobody knows what to do with {mail}.");
        }
    }

    private async Task RecoverAsync()
    {
        var past = await performer.LookAsync(state).ConfigureAwait(true);
        state = past.State;
        if (role is not null && state.Port is { } held)
        {
            services.Ports.Hold(Key, held);
            Assume(role);
            performer.Use(spec);
        }

        foreach (var next in past.Found is { } found ? [found, .. past.Then] : past.Then)
        {
            await ApplyAsync(next).ConfigureAwait(true);
        }

        hasRecovered = true;
        Publish();
        recovered.TrySetResult();
    }

    private async Task ApplyAsync(MachineEvent first)
    {
        immediate.Enqueue(first);
        while (immediate.TryDequeue(out var happened))
        {
            happened = performer.Before(happened, state);
            var (next, effects) = ProcessMachine.Step(state, happened, spec, services.Now());
            if (next.Phase == Phase.Launching && (state.Phase != Phase.Launching || next.Generation != state.Generation))
            {
                next = ReadyToLaunch(next);
            }

            var changed = next != state;
            RunnerLog.Tell(role?.Label ?? Id, spec, state, next, happened, services);
            services.Counters.Note(Id, state, next, happened);
            state = next;
            turn.IsCrashLooping = RestartPolicy.IsCrashLooping(state);
            if (changed)
            {
                Keep();
                Publish();
            }

            foreach (var effect in effects)
            {
                if (effect is MachineEffect.Refuse refusal)
                {
                    current?.Refuse(new ProcessProxyException(ErrorCodes.DependencyNotReady, $"{Id} {refusal.Why}."));
                }
                else if (await performer.PerformAsync(effect, state).ConfigureAwait(true) is { } news)
                {
                    immediate.Enqueue(news);
                }
            }

            // After the effects: a caller that reads "running" finds the PID file.
            waiters.RemoveAll(waiter => waiter.TrySettle(state, () => Info));
        }
    }

    /// <summary>Gives the program of a new attempt its port.</summary>
    private ProcessState ReadyToLaunch(ProcessState next)
    {
        performer.NoteLaunch();
        if (role?.Process.Port is not { } wanted)
        {
            return next;
        }

        var taken = wanted.Number ?? services.Ports.Take(Key);
        spec = role.With(taken);
        performer.Use(spec);
        return next with { Port = taken };
    }

    private void Assume(InstanceRole? assumed)
    {
        if (assumed is not null)
        {
            role = assumed;
            spec = assumed.With(state.Port);
        }
    }

    private void Keep()
    {
        // The next check depends on the record of a run that may still be alive.
        if (!state.IsUnsettled)
        {
            var mark = state.Phase == Phase.Launching ? performer.Mark(state.Generation) : state.Identity?.Mark;
            keeper.Keep(PersistedState.Of(state, services.Host.BootId, mark, spec, performer.LaunchDigest));
        }
    }

    private void Publish(string? reason = null)
    {
        var info = Info;
        sink.Publish(new RunnerNews(reason is null ? info : info with { Reason = reason }, state, spec, hasRecovered));
    }

    private ProcessProxyException Gone() => new(ErrorCodes.ShuttingDown, $"{Id} is no longer supervised: the server is going down or its configuration changed.");

    private void RefuseAll()
    {
        // What an error interrupted, what was posted and never read, and the callers that still wait.
        current?.Refuse(Gone());
        while (mailbox.Reader.TryRead(out var mail))
        {
            mail.Refuse(Gone());
        }

        foreach (var waiter in waiters)
        {
            waiter.Abandon(Gone());
        }
    }
}
