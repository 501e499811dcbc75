using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Groups;
using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Services;

namespace ProcessProxy.Supervision.Running;

/// <summary>One program of a group: its runner, what is known about it, and its address while it can answer.</summary>
internal sealed class GroupSeat : IRunnerSink, IAsyncDisposable
{
    private readonly RunnerServices services;
    private readonly Action changed;
    private readonly Func<Seat, bool> othersGoOn;
    private readonly AnswerWatch watch;
    private readonly TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile RunnerNews? latest;
    private string? wish;
    private long answers = -1;
    private long told = -1;
    private volatile Numbered? lastEndpoint;
    private bool wasOutdated;

    /// <param name="place">The seat.</param>
    /// <param name="role">What the program is there for.</param>
    /// <param name="services">The services that all runners share.</param>
    /// <param name="changed">Called when something about the program has changed. Must be fast.</param>
    /// <param name="othersGoOn">Returns whether another program of the process goes on to run.</param>
    public GroupSeat(Seat place, InstanceRole role, RunnerServices services, Action changed, Func<Seat, bool> othersGoOn)
    {
        Place = place;
        Role = role;
        this.services = services;
        this.changed = changed;
        this.othersGoOn = othersGoOn;
        watch = new AnswerWatch(services, Answers);
    }

    public Seat Place { get; }

    /// <summary>Gets what the program is there for.</summary>
    public InstanceRole Role { get; set; }

    /// <summary>Gets the runner.</summary>
    public ProcessRunner Runner { get => field ?? throw new InvalidOperationException("The seat has no runner yet."); set; }

    /// <summary>Gets the last state that the runner has shown.</summary>
    public RunnerNews Latest => latest ?? throw new InvalidOperationException("The runner has shown nothing yet.");

    /// <summary>Gets the address of the running program; null while it has none.</summary>
    public InstanceEndpoint? Endpoint { get; private set; }

    /// <summary>Gets or sets what is being done with the program: it is renamed, drained or ended.</summary>
    public Task Work { get; set; } = Task.CompletedTask;

    /// <summary>Gets or sets whether the program is about to end.</summary>
    public bool IsLeaving { get; set; }

    /// <summary>Gets or sets whether the program was told to end, and has.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Gets whether the program runs and will go on to.</summary>
    public bool GoesOn => latest?.State is { Phase: Phase.Running, HasExited: false, Ending: null } state && Interlocked.Read(ref told) != state.Generation;

    /// <summary>Gets a task that completes when nothing of the program is left.</summary>
    public Task Gone => gone.Task;

    /// <summary>Gets whether the program runs although it is unhealthy.</summary>
    public bool IsUnhealthy => Latest.State is { Phase: Phase.Running, HasExited: false, Health.State: HealthState.Unhealthy };

    /// <inheritdoc/>
    public void Publish(RunnerNews news)
    {
        latest = news;
        changed();
    }

    /// <inheritdoc/>
    public void AskForReplacement(string why)
    {
        wish = why;
        changed();
    }

    /// <summary>Returns why the program has asked for a replacement, once; null if it has not.</summary>
    public string? TakeWish() => Interlocked.Exchange(ref wish, null);

    /// <summary>Notes that the program is about to be told to end. Those that end together are noted before any of them is told.</summary>
    public void NoteEnd() => Interlocked.Exchange(ref told, Latest.State.Generation);

    /// <inheritdoc/>
    public Task BecomeQuietAsync(ProcessState state, CancellationToken hurry)
    {
        // It is no longer shown once it is about to end, but has its requests until then.
        var (last, quiet) = (lastEndpoint, services.BeforeStop);
        return OrderlyStop.BecomeQuietAsync(
            Role.Key,
            token => Task.WhenAll(
                // A route may name the address of a process with a port of its own. Nobody knows which program answers there, and while another one does, there are always requests.
                quiet is not null && Role.Process.Port is not { IsAuto: true } && !othersGoOn(Place) ? quiet(Role.Process.Id, token) : Task.CompletedTask,
                last?.Generation == state.Generation ? last.Endpoint.DrainAsync(OrderlyStop.Patience, services.Time, token) : Task.CompletedTask),
            state, services, hurry);
    }

    /// <summary>Returns what the program is now.</summary>
    public Standing Look()
    {
        var (_, state, spec, isKnown) = Latest;
        if (spec.HealthCheck is null || state.Port is not null)
        {
            watch.Look(spec, state);
        }

        wasOutdated |= Runner.IsOutdated;
        var isRunning = state is { Phase: Phase.Running, HasExited: false };
        var canAnswer = isRunning
            && (spec.HealthCheck is null || state.Health.State == HealthState.Healthy)
            && ((spec.HealthCheck is not null && state.Port is null) || Interlocked.Read(ref answers) == state.Generation);
        NoteEndpoint(state, isRunning);
        return new(
            canAnswer, state.WillRun || !isKnown, HasEnded && state.Phase is Phase.Stopped or Phase.Failed, FaultOf(state, spec), wasOutdated && !Runner.IsOutdated);
    }

    /// <summary>Returns why a program that was expected to become ready has not, as the rest of a sentence.</summary>
    public string WhyNotReady()
    {
        var (_, state, spec, _) = Latest;
        return state switch
        {
            { Phase: Phase.Waiting } => state.Reason,
            { Phase: not Phase.Running } => $"is {ProcessWord(state)}",
            _ when PortIgnoredBy(state, spec) is { } elsewhere => elsewhere,
            { Health.Last: { Ok: false } probe } => $"did not become healthy: {probe.Detail.TrimEnd('.')}",
            _ when spec.HealthCheck is not null => "did not become healthy",
            { Port: { } port } => $"does not listen on its port {port} ({spec.Process?.Port?.Variable})",
            _ => "did not become ready",
        };
    }

    /// <summary>Waits until the program is at rest, running, or waiting for others.</summary>
    public async Task SettledAsync()
    {
        await Work.ConfigureAwait(false);
        await Runner.SettledAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Handles that nothing of the program is left.</summary>
    public void NoteGone() => gone.TrySetResult();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Runner.DisposeAsync().ConfigureAwait(false);
        await watch.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Says that a program listens on other ports than its own. Any response to a probe means that it listens on its own.</summary>
    private string? PortIgnoredBy(ProcessState state, ProcessSpec spec)
    {
        if (state is not { HasExited: false, Port: { } given, Identity: { } run, Health.Last: null or { Ok: false, Status: null } } || services.Host.Ports is not { } ports)
        {
            return null;
        }

        try
        {
            return GivenPort.Ignored(ports.PortsOf(run.Pid), given, spec.Process?.Port?.Variable);
        }
        catch (IOException)
        {
            // No descriptor is left to look with.
            return null;
        }
    }

    private static string ProcessWord(ProcessState state) => Feed.ProcessInfoProjection.StateOf(state.Phase).ToString().ToLowerInvariant();

    private string? FaultOf(ProcessState state, ProcessSpec spec) => state switch
    {
        { Generation: 0 } => null,
        { Phase: Phase.Waiting, Blocked: { } blocked } => blocked,
        { HasExited: false, Ending.Request: { Cause: EndCause.Health } request } => (Role.IsNext ? PortIgnoredBy(state, spec) : null) ?? request.Why,
        { Phase: Phase.Running, Health: { State: HealthState.Unhealthy, Last: { } probe } } => (Role.IsNext ? PortIgnoredBy(state, spec) : null) ?? $"is unhealthy: {probe.Detail.TrimEnd('.')}",
        { Phase: Phase.Backoff or Phase.Failed or Phase.Stopped } when state.LaunchError is { } error && error.Generation == state.Generation =>
            $"could not be launched: {error.Why.TrimEnd('.')}",
        { Phase: Phase.Backoff or Phase.Failed or Phase.Stopped } => state.LastExit?.Describe() ?? state.Reason,
        { HasExited: true } => state.LastExit?.Describe() ?? state.Reason,
        _ => null,
    };

    private void Answers(long generation)
    {
        Interlocked.Exchange(ref answers, generation);
        changed();
    }

    private void NoteEndpoint(ProcessState state, bool isRunning)
    {
        if (!isRunning || state.Port is not { } port)
        {
            Endpoint = null;
        }
        else if (lastEndpoint?.Generation != state.Generation || Endpoint is null)
        {
            Endpoint = new InstanceEndpoint(Place.Instance, port);
            lastEndpoint = new Numbered(state.Generation, Endpoint);
        }
    }

    private sealed record Numbered(long Generation, InstanceEndpoint Endpoint);
}
