using Microsoft.Extensions.Logging;
using ProcessProxy.Configuration;
using ProcessProxy.Logs;
using ProcessProxy.Platform.Network;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Resources;
using ProcessProxy.Supervision.Dependencies;
using ProcessProxy.Supervision.Feed;
using ProcessProxy.Supervision.Keeping;
using ProcessProxy.Supervision.Lanes;
using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Metrics;

namespace ProcessProxy.Supervision.Services;

/// <summary>The services that all runners of a supervisor share.</summary>
internal sealed record RunnerServices
{
    public required IProcessHost Host { get; init; }

    public required StateStore Store { get; init; }

    public required StateFeed Feed { get; init; }

    public required DependencyGate Dependencies { get; init; }

    /// <summary>Gets the resource use of the processes.</summary>
    public required ResourceSampler Resources { get; init; }

    /// <summary>Gets the counters of the processes.</summary>
    public ProcessCounters Counters { get; init; } = new();

    /// <summary>Gets the function that creates the log of a process.</summary>
    public required Func<string, LogSpec, IRunLog> OpenLog { get; init; }

    /// <summary>Gets the function that gives the log of a program the name of the one before it; see <see cref="LogStore.TakeOver"/>.</summary>
    public Func<string, string, LogSpec, LogSpec> TakeOverLog { get; init; } = (_, _, log) => log;

    /// <summary>Gets the function that handles that a program has ended that another one has taken over from; see <see cref="LogStore.Leave"/>.</summary>
    public Action<string> LeaveLog { get; init; } = _ => { };

    /// <summary>Gets the function that returns the last lines of one run; none if they are not known.</summary>
    public Func<string, LogSpec, RunOutput?, int, Task<IReadOnlyList<string>>> LastLines { get; init; } = (_, _, _, _) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>Gets the function that makes one health probe.</summary>
    public required Func<HealthCheckSpec, CancellationToken, Task<HealthCheckResult>> Probe { get; init; }

    /// <summary>Gets the callback that completes the requests in progress before a process is asked to end; see <see cref="ProcessSupervisor.BeforeStop"/>.</summary>
    public Func<string, CancellationToken, Task>? BeforeStop { get; init; }

    /// <summary>Gets whether programs that are no longer configured are left running, because they may be defined later.</summary>
    public bool LeavesOrphans { get; init; }

    /// <summary>Gets the lanes for work that waits for the kernel.</summary>
    public required WorkLanes Lanes { get; init; }

    /// <summary>Gets the ports of the programs that have been given one.</summary>
    public PortPool Ports { get; init; } = new(LocalPort.IsFree, Random.Shared.Next());

    /// <summary>Gets the function that returns whether a port of this machine accepts connections where requests to <c>localhost</c> go.</summary>
    public Func<int, CancellationToken, Task<bool>> Accepts { get; init; } = LocalPort.AcceptsAsync;

    /// <summary>Gets the function that returns whether a program listens on a port on any address of this machine.</summary>
    public Func<int, bool> IsListenedOn { get; init; } = LocalPort.IsListenedOn;

    /// <summary>Gets what a process must know about the others.</summary>
    public FleetLinks Links { get; } = new();

    public required ILogger Logger { get; init; }

    public LogSwitches Switches { get; } = new();

    public required TimeProvider Time { get; init; }

    /// <summary>Gets the time the supervisor began; the zero of <see cref="Now.Elapsed"/>.</summary>
    public required long Origin { get; init; }

    /// <summary>Gets the function that returns a random number from 0 (inclusive) to 1 (exclusive).</summary>
    public Func<double> Chance { get; init; } = Random.Shared.NextDouble;

    public Now Now() => new(Time.GetElapsedTime(Origin), Time.GetUtcNow(), Time.LocalTimeZone, Chance());
}

/// <summary>Selects which events of processes are written to the server's own log; changes with the configuration.</summary>
internal sealed class LogSwitches
{
    /// <summary>Whether changes of state are logged.</summary>
    public volatile bool Restarts = true;

    /// <summary>Whether health probes are logged.</summary>
    public volatile bool HealthChecks;
}

/// <summary>What a process must know about the others, and tell them.</summary>
internal sealed class FleetLinks
{
    /// <summary>Gets or sets the function that returns whether a process that depends on this one runs or will.</summary>
    public Func<string, bool> HasDependantUp { get; set; } = _ => false;

    /// <summary>Gets or sets the function that starts a process that sleeps.</summary>
    public Func<string, ValueTask> WakeAsync { get; set; } = _ => ValueTask.CompletedTask;
}
