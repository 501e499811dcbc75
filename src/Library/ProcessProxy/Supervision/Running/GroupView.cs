using System.Globalization;
using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Feed;
using ProcessProxy.Supervision.Groups;
using ProcessProxy.Supervision.Machine;

namespace ProcessProxy.Supervision.Running;

/// <summary>An instance as it is shown.</summary>
/// <param name="Member">What is decided about it.</param>
/// <param name="Seat">Its program.</param>
internal sealed record ShownMember(Member Member, GroupSeat Seat)
{
    /// <summary>Gets what its runner has shown last.</summary>
    public RunnerNews News { get; } = Seat.Latest;
}

/// <summary>Shows the programs of a group as one process.</summary>
internal static class GroupView
{
    /// <summary>The reason of a process that sleeps.</summary>
    public const string Sleeps = "idle; the next request starts it";

    private static readonly RunState[] ByRank = [RunState.Running, RunState.Stopping, RunState.Starting, RunState.Backoff, RunState.Failed, RunState.Stopped];
    private static readonly HealthState[] HealthByRank = [HealthState.Unhealthy, HealthState.Unknown, HealthState.Healthy, HealthState.None];

    /// <summary>Returns the public form of the whole process.</summary>
    /// <param name="spec">The configuration.</param>
    /// <param name="state">What is decided about it.</param>
    /// <param name="members">Its instances, in order.</param>
    public static ProcessInfo Info(ProcessSpec spec, GroupState state, IReadOnlyList<ShownMember> members)
    {
        List<ProcessInfo> all = [.. members.Select(one => One(spec, state, one))];
        var first = all[0] with { Outdated = all.Any(info => info.Outdated), ReplacementFailure = state.Failure };
        if (all.Count == 1)
        {
            return first;
        }

        var running = all.Count(info => info.State == RunState.Running);
        var replaced = state.Replacement is { New.Instance: var number } ? string.Create(CultureInfo.InvariantCulture, $"; instance {number} is being replaced") : "";
        return first with
        {
            State = ByRank.First(rank => all.Any(info => info.State == rank)),
            Health = HealthByRank.First(rank => all.Any(info => info.Health == rank)),
            Reason = all.All(info => info.Asleep) ? Sleeps : string.Create(CultureInfo.InvariantCulture, $"{running} of {all.Count} running{replaced}"),
            Since = all.Max(info => info.Since),
            Asleep = all.All(info => info.Asleep),
            IsRunning = all.Any(info => info.IsRunning),
            Pid = null,
            StartTime = null,
            Uptime = null,
            Port = null,
            PidFile = null,
            LogFile = null,
            RestartCount = all.Sum(info => info.RestartCount),
            RestartsLeft = all.Min(info => info.RestartsLeft),
            CrashLooping = all.Any(info => info.CrashLooping),
            NextRestartAt = all.Min(info => info.NextRestartAt),
            LastExit = all.Select(info => info.LastExit).MaxBy(exit => exit?.At),
            LastRestartTime = all.Max(info => info.LastRestartTime),
            HealthCheckFailures = all.Max(info => info.HealthCheckFailures),
            LastHealthCheck = all.Select(info => info.LastHealthCheck).MaxBy(probe => probe?.At),
            IsReconnected = all.All(info => info.IsReconnected),
            Instances = all,
        };
    }

    /// <summary>Returns the readiness of the whole process.</summary>
    /// <param name="info">Its public form.</param>
    /// <param name="state">What is decided about it.</param>
    /// <param name="members">Its instances, in order.</param>
    /// <param name="endpoints">The programs that can answer; null if the process has no port.</param>
    /// <param name="generation">A number that changes with the endpoints.</param>
    public static ProcessReadiness Readiness(
        ProcessInfo info, GroupState state, IReadOnlyList<ShownMember> members, IReadOnlyList<InstanceEndpoint>? endpoints, long generation)
    {
        var all = members.Select(one => StateFeed.ReadinessOf(one.News.Info, one.News.State, one.News.IsKnown, one.News.Spec.IsOneShot)).ToList();
        return new ProcessReadiness(info.State, info.Health, info.Reason, info.NextRestartAt, generation,
            state.IsAsleep || all.Any(one => one.WillRun) || members.Any(one => one.Member.IsAlive))
        {
            IsWanted = !state.IsAsleep && all.Any(one => one.IsWanted),
            IsOneShot = all.All(one => one.IsOneShot),
            HasCompleted = all.All(one => one.HasCompleted),
            IsReady = endpoints is null ? all.Any(one => one.IsReady) : endpoints.Count > 0,
            FailedProbe = all.Select(one => one.FailedProbe).FirstOrDefault(probe => probe is not null),
            Endpoints = endpoints,
        };
    }

    private static ProcessInfo One(ProcessSpec spec, GroupState state, ShownMember one)
    {
        var info = one.News.Info with
        {
            Id = spec.Id, Name = spec.Name, Key = one.News.Spec.Id, Instance = one.Member.Seat.Instance, Outdated = one.Member.IsOutdated,
            ReplacementFailure = one.Member.IsOutdated ? state.Failure : null,
        };
        return state.IsAsleep && one.News.State.Phase == Phase.Stopped ? info with { Reason = Sleeps, Asleep = true }
            : ReplacementOf(one.Member.Seat, state) is { } replacement ? info with { Reason = $"{info.Reason}; {replacement}" }
            : info;
    }

    /// <summary>Describes the other program of an instance while there is one.</summary>
    private static string? ReplacementOf(Seat seat, GroupState state) =>
        state.Replacement is { } replacement && replacement.New == seat.Other ? replacement.CanAnswer ? "the new program must go on to answer" : "a new program starts beside it"
        : state.Leaving.FirstOrDefault(leaver => leaver.Seat == seat.Other) is { } leaver ? leaver.IsDraining ? "the old program finishes its requests" : "the other program is ending"
        : null;
}
