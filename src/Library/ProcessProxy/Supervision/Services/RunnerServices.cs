using Microsoft.Extensions.Logging;
using ProcessProxy.Configuration;
using ProcessProxy.Logs;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Resources;
using ProcessProxy.Supervision.Dependencies;
using ProcessProxy.Supervision.Feed;
using ProcessProxy.Supervision.Keeping;
using ProcessProxy.Supervision.Lanes;
using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Metrics;

namespace ProcessProxy.Supervision.Services;

/// <summary>What all runners of a supervisor share.</summary>
internal sealed record RunnerServices
{
    public required IProcessHost Host { get; init; }

    public required StateStore Store { get; init; }

    public required StateFeed Feed { get; init; }

    public required DependencyGate Dependencies { get; init; }

    /// <summary>What the processes use.</summary>
    public required ResourceSampler Resources { get; init; }

    /// <summary>What has happened to the processes.</summary>
    public ProcessCounters Counters { get; init; } = new();

    /// <summary>Makes the log of a process.</summary>
    public required Func<string, LogSpec, IRunLog> OpenLog { get; init; }

    /// <summary>Makes one health probe.</summary>
    public required Func<HealthCheckSpec, CancellationToken, Task<HealthCheckResult>> Probe { get; init; }

    /// <summary>Lets what a process is still answering be finished before it is asked to end; see <see cref="ProcessSupervisor.BeforeStop"/>.</summary>
    public Func<string, CancellationToken, Task>? BeforeStop { get; init; }

    /// <summary>Whether programs that are not configured any more are left running, as their definition may come yet.</summary>
    public bool LeavesOrphans { get; init; }

    /// <summary>Where the work is done that waits for the kernel.</summary>
    public required WorkLanes Lanes { get; init; }

    public required ILogger Logger { get; init; }

    public LogSwitches Switches { get; } = new();

    public required TimeProvider Time { get; init; }

    /// <summary>The moment the supervisor began; the zero of <see cref="Now.Elapsed"/>.</summary>
    public required long Origin { get; init; }

    /// <summary>Draws a number from 0 to 1, without 1.</summary>
    public Func<double> Chance { get; init; } = Random.Shared.NextDouble;

    public Now Now() => new(Time.GetElapsedTime(Origin), Time.GetUtcNow(), Time.LocalTimeZone, Chance());
}

/// <summary>What of the processes' lives is written to the server's own log; changes with the configuration.</summary>
internal sealed class LogSwitches
{
    /// <summary>Each change of state.</summary>
    public volatile bool Restarts = true;

    /// <summary>Each health probe.</summary>
    public volatile bool HealthChecks;
}
