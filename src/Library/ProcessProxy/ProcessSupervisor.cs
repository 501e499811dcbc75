using Microsoft.Extensions.Logging;
using ProcessProxy.Configuration;
using ProcessProxy.Health;
using ProcessProxy.Logs;
using ProcessProxy.Platform;
using ProcessProxy.Supervision;

namespace ProcessProxy;

/// <summary>
/// Keeps programs running as a configuration says. Start it once; talk to it through <see cref="Client"/>; stop it, or
/// dispose it to leave the programs running for the next supervisor to reconnect to.
/// </summary>
public sealed class ProcessSupervisor : IAsyncDisposable
{
    private readonly IConfigurationSource source;
    private readonly ILoggerFactory loggers;
    private readonly TimeProvider time;
    private readonly StateFeed feed;
    private readonly DateTimeOffset startTime;
    private readonly long origin;
    private Parts? parts;
    private ServerSpec? spec;
    private volatile bool isStopping;

    /// <summary>Makes a supervisor. Nothing happens before <see cref="StartAsync"/>.</summary>
    /// <param name="source">Where the configuration comes from, at the start and at each reload.</param>
    /// <param name="loggers">Where the supervisor logs to.</param>
    /// <param name="time">The clock.</param>
    public ProcessSupervisor(IConfigurationSource source, ILoggerFactory loggers, TimeProvider time)
    {
        this.source = source;
        this.loggers = loggers;
        this.time = time;
        origin = time.GetTimestamp();
        startTime = time.GetUtcNow();
        feed = new StateFeed(() => new Now(time.GetElapsedTime(origin), time.GetUtcNow()));
    }

    /// <summary>What can be done with the processes.</summary>
    /// <exception cref="InvalidOperationException">The supervisor has not been started.</exception>
    public IProcessClient Client => parts?.Client ?? throw new InvalidOperationException("The supervisor has not been started.");

    /// <summary>Whether each process can answer.</summary>
    public IProcessReadiness Readiness => feed;

    /// <summary>The configuration in force, or null before the start.</summary>
    public ServerSpec? Configuration => spec;

    /// <summary>Where the server listens, for <see cref="IProcessClient.GetStatusAsync"/>; set by whoever listens.</summary>
    public ServerEndpoints Endpoints { get; set; } = new(null, null, null);

    /// <summary>Called with a new configuration after the processes were changed to it.</summary>
    public Func<ServerSpec, CancellationToken, Task>? Reloaded { get; set; }

    /// <summary>Takes the lock, reconnects to what runs already and starts what is enabled.</summary>
    /// <exception cref="ProcessProxyException"><see cref="ErrorCodes.ConfigurationInvalid"/>, with every problem.</exception>
    /// <exception cref="ServerLockedException">Another server manages these processes.</exception>
    /// <exception cref="PlatformNotSupportedException">There are processes and no way yet to supervise them on this system.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        spec = Load();
        parts = Parts.Create(spec.Processes, this);
        await parts.Fleet.StartAsync(spec.Processes, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the supervision: stops every process in order, or leaves them running where the configuration says <c>onExit: detach</c>.</summary>
    /// <param name="detach">Overrides the configuration; null keeps to it.</param>
    /// <param name="hurry">Cancelled when there is no time left for graceful ends.</param>
    public async Task StopAsync(bool? detach = null, CancellationToken hurry = default)
    {
        isStopping = true;
        if (parts is { } running && !(detach ?? spec!.Processes.DetachOnExit))
        {
            await running.Fleet.StopAsync(hurry).ConfigureAwait(false);
        }

        await DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Lets go of everything. Programs that run go on running.</summary>
    public async ValueTask DisposeAsync()
    {
        isStopping = true;
        feed.Close();
        if (Interlocked.Exchange(ref parts, null) is { } running)
        {
            await running.DisposeAsync().ConfigureAwait(false);
        }
    }

    internal ServerStatus Status()
    {
        var processes = feed.All();
        return new ServerStatus
        {
            Status = isStopping ? "stopping" : "running",
            Version = typeof(ProcessSupervisor).Assembly.GetName().Version?.ToString(3) ?? "0.0.0",
            Pid = Environment.ProcessId,
            Uptime = time.GetElapsedTime(origin),
            StartTime = startTime,
            ProjectDirectory = spec?.ProjectDirectory ?? "",
            Endpoints = Endpoints,
            Routes = [.. (spec?.Routes ?? []).Select(ToInfo)],
            Processes = new ProcessCounts(
                processes.Count,
                processes.Count(process => process.State == RunState.Running),
                processes.Count(process => process.Health == HealthState.Healthy),
                processes.Count(process => process.State == RunState.Failed)),
        };
    }

    internal void RefuseWhenStopping()
    {
        if (isStopping)
        {
            throw new ProcessProxyException(ErrorCodes.ShuttingDown, "The server is shutting down.");
        }
    }

    internal async Task<IReadOnlyList<ReloadAction>> ReloadAsync(CancellationToken cancellationToken)
    {
        RefuseWhenStopping();
        var changed = Load();
        if (changed.Processes.StateDirectory != spec!.Processes.StateDirectory)
        {
            throw new ProcessProxyException(
                ErrorCodes.Conflict, "settings.pidManagement.defaultPidDir cannot change while the server runs: restart the server.");
        }

        var actions = await parts!.Fleet.ChangeAsync(changed.Processes, cancellationToken).ConfigureAwait(false);
        spec = changed;
        if (Reloaded is { } reloaded)
        {
            await reloaded(changed, cancellationToken).ConfigureAwait(false);
        }

        return actions;
    }

    private static RouteInfo ToInfo(RouteSpec route) => new(
        route.Domain, route.Path, route.Type.ToString().ToLowerInvariant(), route.Target?.OriginalString, route.Ssl, route.Process);

    private ServerSpec Load()
    {
        var (loaded, problems) = source.Load();
        return loaded ?? throw new ProcessProxyException(
            ErrorCodes.ConfigurationInvalid, $"The configuration has {problems.Count} problem{(problems.Count == 1 ? "" : "s")}.") { Problems = problems };
    }

    /// <summary>What exists while the supervisor runs.</summary>
    private sealed record Parts(
        ServerLock Lock, IProcessHost? Host, LogStore Logs, HttpProbe Probe, DependencyGate Gate, Fleet Fleet, IProcessClient Client) : IAsyncDisposable
    {
        public static Parts Create(ProcessesSpec processes, ProcessSupervisor owner)
        {
            var held = ServerLock.Take(processes.StateDirectory);
            var logger = owner.loggers.CreateLogger("ProcessProxy.Supervision");
            var host = ProcessHosts.Create(owner.time);
            var logs = new LogStore(FileChanges.Create(owner.time), owner.time, logger);
            var probe = new HttpProbe(owner.time);
            var gate = new DependencyGate(owner.feed);
            var fleet = new Fleet(new RunnerServices
            {
                Host = host,
                Store = new StateStore(processes.StateDirectory, logger),
                Feed = owner.feed,
                Dependencies = gate,
                OpenLog = logs.Open,
                Probe = probe.AskAsync,
                Logger = logger,
                Time = owner.time,
                Origin = owner.origin,
            });
            return new Parts(held, host, logs, probe, gate, fleet, new SupervisorClient(owner, fleet, owner.feed, logs));
        }

        public async ValueTask DisposeAsync()
        {
            await Fleet.DisposeAsync().ConfigureAwait(false);
            Gate.Dispose();
            Probe.Dispose();
            await Logs.DisposeAsync().ConfigureAwait(false);
            if (Host is not null)
            {
                await Host.DisposeAsync().ConfigureAwait(false);
            }

            Lock.Dispose();
        }
    }
}
