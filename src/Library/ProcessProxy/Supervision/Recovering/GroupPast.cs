using ProcessProxy.Configuration;
using ProcessProxy.Logs.Files;
using ProcessProxy.Logs.Rotation;
using ProcessProxy.Supervision.Groups;
using ProcessProxy.Supervision.Keeping;
using ProcessProxy.Supervision.Services;

namespace ProcessProxy.Supervision.Recovering;

/// <summary>What an earlier server has left behind of the instances of a process.</summary>
/// <param name="State">The state to continue from.</param>
/// <param name="Known">The record; null if there is none.</param>
/// <param name="Idle">How long no request has been in progress; null if unknown.</param>
internal sealed record GroupPast(GroupState State, PersistedGroup? Known, TimeSpan? Idle)
{
    /// <summary>
    /// Reads it. Of an instance that was being replaced, the program that served goes on; if it is gone, and the other one is not, that one serves.
    /// </summary>
    public static GroupPast Of(ProcessSpec spec, RunnerServices services)
    {
        var known = services.Store.ReadGroup(spec.Id);
        var scaled = known is not null && ConfigurationPlan.KeepsScaled(known.Configured, spec) ? known.Scaled : null;
        List<Seat> seats = [.. Enumerable.Range(1, scaled ?? spec.Instances).Select(instance => SeatOf(instance, spec, known, services))];
        if (known is not null)
        {
            seats.ForEach(seat => FinishNames(seat, spec, services));
        }

        var canSleep = spec is { Enabled: true } && (spec.Start == StartMode.OnDemand || spec.IdleTimeout > TimeSpan.Zero);
        var now = services.Time.GetUtcNow();
        return new(
            new GroupState
            {
                Members = [.. seats.Select(seat => new Member(seat))],
                Scaled = scaled,
                Failure = known?.Failure,
                IsAsleep = canSleep && (known?.IsAsleep ?? spec.Start == StartMode.OnDemand),
            },
            known, known?.LastUsedAt is { } last && last < now ? now - last : null);
    }

    /// <summary>Gives the program that serves its names if the server died before it could.</summary>
    private static void FinishNames(Seat seat, ProcessSpec spec, RunnerServices services)
    {
        var next = InstanceSpec.Of(spec, seat.Instance, null, isNext: true).Launch;
        if (services.Store.Read(InstanceSpec.KeyOf(spec.Id, seat.Instance, seat.IsSecond))?.PidFile != next.PidFile)
        {
            return;
        }

        var serving = InstanceSpec.Of(spec, seat.Instance, null, isNext: false).Launch.Log;
        try
        {
            // Under another name, the rest of a rotation would not be found.
            foreach (var file in new[] { serving.File, serving.ErrorFile })
            {
                new LogCut(file, serving.MaxFiles, services.Logger).Recover();
            }

            LogTakeOver.Rename(serving, next.Log);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // It goes on writing, only under a name that says less.
            Log.LogNotRenamed(services.Logger, spec.Id, refused.Message);
        }
    }

    private static Seat SeatOf(int instance, ProcessSpec spec, PersistedGroup? known, RunnerServices services)
    {
        var seat = new Seat(instance, known?.Seats.ElementAtOrDefault(instance - 1) ?? false);
        return known?.Replacing == instance && !IsAlive(seat) && IsAlive(seat.Other) ? seat.Other : seat;

        bool IsAlive(Seat one)
        {
            try
            {
                return new OrphanedRuns(services).Find(InstanceSpec.KeyOf(spec.Id, one.Instance, one.IsSecond)) is not null;
            }
            catch (IOException)
            {
                // It cannot be told, so what has served is not given up for the other.
                return one == seat;
            }
        }
    }
}
