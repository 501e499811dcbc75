using Microsoft.Extensions.Logging;
using ProcessProxy.Configuration;
using ProcessProxy.Platform;
using ProcessProxy.Supervision;
using ProcessProxy.Supervision.Feed;
using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Recovering;
using ProcessProxy.Supervision.Reloading;

namespace ProcessProxy;

/// <summary>
/// Keeps programs running according to a configuration. Start it once, use it through <see cref="Client"/>, and stop it, or
/// dispose it to leave the programs running for the next supervisor to reconnect to.
/// </summary>
public sealed class ProcessSupervisor : IAsyncDisposable
{
    private readonly ILoggerFactory loggers;
    private readonly TimeProvider time;
    private readonly StateFeed feed;
    private readonly ConfigurationInForce configuration;
    private readonly DateTimeOffset startTime;
    private readonly long origin;
    private SupervisorParts? parts;
    private ConfigurationWatch? watch;
    private volatile bool isStopping;

    /// <summary>Creates a supervisor. Nothing happens before <see cref="StartAsync"/>.</summary>
    /// <param name="source">Where the configuration comes from, at the start and at each reload.</param>
    /// <param name="loggers">Where the supervisor logs to.</param>
    /// <param name="time">The clock.</param>
    public ProcessSupervisor(IConfigurationSource source, ILoggerFactory loggers, TimeProvider time)
    {
        this.loggers = loggers;
        this.time = time;
        origin = time.GetTimestamp();
        startTime = time.GetUtcNow();
        configuration = new ConfigurationInForce(source, time, loggers.CreateLogger("ProcessProxy.Configuration"));
        feed = new StateFeed(() => new Now(time.GetElapsedTime(origin), time.GetUtcNow()), loggers.CreateLogger("ProcessProxy.Supervision"));
    }

    /// <summary>Gets the client that controls the processes.</summary>
    /// <exception cref="InvalidOperationException">The supervisor has not been started.</exception>
    /// <exception cref="ObjectDisposedException">It has been stopped or disposed of.</exception>
    public IProcessClient Client
    {
        get
        {
            ObjectDisposedException.ThrowIf(parts is null && isStopping, this);
            return parts?.Client ?? throw new InvalidOperationException("The supervisor has not been started.");
        }
    }

    /// <summary>Gets the readiness of each process.</summary>
    internal IProcessReadiness Readiness => feed;

    /// <summary>Gets the current configuration, or null before the start.</summary>
    public ServerSpec? Configuration => configuration.Spec;

    /// <summary>Gets or sets whether this process only supervises, so that other processes may ask it to stop.</summary>
    internal bool IsDedicated { get; set; }

    /// <summary>Gets or sets the process that starts this one again when it dies; null if there is none.</summary>
    internal int? Guardian { get; set; }

    /// <summary>Gets or sets what keeps the configuration in force for the next server; null if nothing does.</summary>
    internal LastConfiguration? LastConfiguration { get; set; }

    /// <summary>Gets or sets the addresses of the server, for <see cref="IProcessClient.GetStatusAsync"/>.</summary>
    internal ServerEndpoints Endpoints
    {
        get;
        set
        {
            field = value;
            parts?.Home.Announce(value.Management is { } address ? [address] : [], value.Socket);
        }
    } = new(null, null, null);

    /// <summary>
    /// Gets or sets the callback with the old and the new configuration before the processes are changed to it, so that requests for a process that moves to
    /// another port wait for it there. If it throws, everything stays as it was.
    /// </summary>
    internal Action<ServerSpec, ServerSpec>? Reloading { get; set; }

    /// <summary>
    /// Gets or sets the callback with the ID of a running process that is shown as stopping and is about to be asked to end: requests in progress may be
    /// completed first. The supervisor waits for it at most 5 seconds, and not at all if the process is unhealthy or exits by itself.
    /// </summary>
    internal Func<string, CancellationToken, Task>? BeforeStop { get; set; }

    /// <summary>Gets whether programs that an earlier supervisor ran, and that are not configured, keep running: they may be defined later.</summary>
    internal bool LeavesOrphans { get; init; }

    /// <summary>Gets the processes that an earlier supervisor ran and that are not configured; null before the start.</summary>
    internal OrphanedRuns? Orphaned => parts?.Fleet.Orphaned;

    /// <summary>Gets or sets the callback each second after the check of the state folder, for other files in it.</summary>
    internal Action? HomeLooked { get; set; }

    /// <summary>Gets or sets the source of the activity of the routes, for <see cref="IProcessClient.GetRoutesAsync"/>.</summary>
    internal Func<IReadOnlyList<RouteActivity>>? RouteActivity { get; set; }

    /// <summary>Reads the configuration.</summary>
    /// <remarks>Throws what <see cref="StartAsync"/> throws.</remarks>
    internal ServerSpec Read() => configuration.Spec ?? configuration.Open(LastConfiguration);

    /// <summary>Reads the configuration and acquires the lock. After this, <see cref="Client"/> is available; no program has been started.</summary>
    /// <remarks>Throws what <see cref="StartAsync"/> throws.</remarks>
    internal void Open()
    {
        ObjectDisposedException.ThrowIf(isStopping, this);
        var spec = Read();
        parts = SupervisorParts.Create(spec.Processes, this, feed, BeforeStop, loggers.CreateLogger("ProcessProxy.Supervision"), time, origin);
        KeepConfiguration();
    }

    /// <summary>Reads the configuration, acquires the lock, reconnects to running programs and starts the enabled processes.</summary>
    /// <exception cref="ProcessProxyException"><see cref="ErrorCodes.ConfigurationInvalid"/>, with every problem.</exception>
    /// <exception cref="ServerLockedException">Another server manages these processes.</exception>
    /// <exception cref="ObjectDisposedException">It has been stopped or disposed of: a supervisor is started once.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(isStopping, this);
        if (parts is null)
        {
            Open();
        }

        await parts!.Fleet.StartAsync(cancellationToken).ConfigureAwait(false);
        if (configuration.LastRead.CanChange)
        {
            watch = new ConfigurationWatch(() => configuration.LastRead, configuration.Notice, FollowFilesAsync, loggers.CreateLogger("ProcessProxy.Configuration"), time);
        }
    }

    /// <summary>Stops the supervision and every process in order, or leaves the processes running if the configuration contains <c>onExit: detach</c>.</summary>
    /// <param name="detach">Overrides the configuration; null uses the configuration.</param>
    /// <param name="hurry">Canceled when there is no time left to stop gracefully.</param>
    public async Task StopAsync(bool? detach = null, CancellationToken hurry = default)
    {
        isStopping = true;
        var running = parts;
        if (running is not null && !(detach ?? configuration.Spec!.Processes.DetachOnExit))
        {
            await running.Fleet.StopAsync(hurry).ConfigureAwait(false);
        }

        LastConfiguration?.Forget();

        // Also what runs on leaves something to be ended: a command before its launch.
        var hastening = hurry.Register(() => running?.Fleet.Hasten());
        await using (hastening.ConfigureAwait(false))
        {
            await DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Releases all resources. Running programs keep running.</summary>
    public async ValueTask DisposeAsync()
    {
        isStopping = true;
        if (Interlocked.Exchange(ref watch, null) is { } watching)
        {
            await watching.DisposeAsync().ConfigureAwait(false);
        }

        feed.Close();
        if (Interlocked.Exchange(ref parts, null) is { } running)
        {
            await running.DisposeAsync().ConfigureAwait(false);
        }
    }

    internal ServerStatus Status()
    {
        var processes = feed.All();
        var spec = configuration.Spec;
        return new ServerStatus
        {
            Status = isStopping ? "stopping" : "running",
            Version = typeof(ProcessSupervisor).Assembly.GetName().Version?.ToString(3) ?? "0.0.0",
            Pid = Environment.ProcessId,
            Uptime = time.GetElapsedTime(origin),
            StartTime = startTime,
            ProjectDirectory = spec?.ProjectDirectory ?? "",
            Endpoints = Endpoints,
            Configuration = configuration.Status,
            Routes = [.. (spec?.Routes ?? []).Select(route => route.ToInfo())],
            Processes = new ProcessCounts(
                processes.Count,
                processes.Count(process => process.State == RunState.Running),
                processes.Count(process => process.Health == HealthState.Healthy),
                processes.Count(process => process.State == RunState.Failed)),
        };
    }

    internal IReadOnlyList<RouteActivity> Routes() => RouteActivity?.Invoke() ?? [];

    internal void RefuseWhenStopping()
    {
        if (isStopping)
        {
            throw new ProcessProxyException(ErrorCodes.ShuttingDown, "The server is shutting down.");
        }
    }

    /// <summary>Reads the configuration and applies it. It is not left half applied if the caller no longer waits.</summary>
    internal Task<IReadOnlyList<ReloadAction>> ReloadAsync(CancellationToken cancellationToken)
    {
        // One in progress that waits for a replacement must not keep this one waiting.
        parts?.Fleet.YieldToNewer();
        return ReloadAsync().WaitAsync(cancellationToken);
    }

    /// <summary>Reads the configuration and returns what applying it would do.</summary>
    internal Task<IReadOnlyList<PlannedChange>> PlanAsync(CancellationToken cancellationToken) => Task.Run(Plan, cancellationToken);

    private IReadOnlyList<PlannedChange> Plan() => configuration.Plan((action, updated) => parts?.Fleet.AsItIs(action, updated) ?? action);

    private async Task<IReadOnlyList<ReloadAction>> ReloadAsync()
    {
        RefuseWhenStopping();
        return await configuration.ReloadAsync(ApplyAsync).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<ReloadAction>> ApplyAsync(ServerSpec current, ServerSpec changed)
    {
        RefuseWhenStopping();
        Reloading?.Invoke(current, changed);
        var actions = await parts!.Fleet.ChangeAsync(changed.Processes).ConfigureAwait(false);
        KeepConfiguration();
        return actions;
    }

    private void KeepConfiguration()
    {
        // An invalid one was read, and the last valid one is in force and kept.
        if (configuration.LastRead.Spec is not null && parts is { } running)
        {
            LastConfiguration?.Keep(running.Home.Directory, configuration.LastRead.Contents, loggers.CreateLogger("ProcessProxy.Configuration"));
        }
    }

    /// <summary>Handles that the files have changed and have not changed again.</summary>
    private async Task FollowFilesAsync()
    {
        if (configuration.Spec!.Reload == ReloadMode.Manual)
        {
            await configuration.LookAsync().ConfigureAwait(false);
            return;
        }

        // By then, failures are in the log and in the status, and the previous configuration is still in force.
        await ((Task)ReloadAsync()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
