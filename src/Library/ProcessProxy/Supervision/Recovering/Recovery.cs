using System.Diagnostics;
using ProcessProxy.Configuration;
using ProcessProxy.Logs;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision.Keeping;
using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Services;
using static ProcessProxy.Supervision.Machine.MachineEvent;

namespace ProcessProxy.Supervision.Recovering;

/// <summary>The result of recovery.</summary>
/// <param name="State">The state to continue from.</param>
/// <param name="Found">What became of the earlier run; null if there was none.</param>
/// <param name="Child">The program, if it is running.</param>
/// <param name="Then">The event that follows.</param>
internal sealed record Recovered(ProcessState State, MachineEvent? Found = null, IChildProcess? Child = null, params IReadOnlyList<MachineEvent> Then)
{
    /// <summary>Gets the digest of the launch of a program that runs on although it would be launched in another way; null otherwise.</summary>
    public string? Outdated { get; init; }
}

/// <summary>Finds what an earlier server left behind of one process. It never guesses: what cannot be verified is neither killed nor started twice.</summary>
/// <param name="spec">The current configuration.</param>
/// <param name="services">The services that all runners share.</param>
/// <param name="startedBy">The origin of the start if nothing is running, in words.</param>
internal sealed class Recovery(ProcessSpec spec, RunnerServices services, string startedBy)
{
    private const string StoppedByPredecessor = "the server, as its predecessor died during the stop";
    private const string ByChange = "a change of its configuration while no server ran";
    private static readonly TimeSpan HeldPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan HeldPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Runs recovery.</summary>
    public async Task<Recovered> LookAsync(ProcessState state)
    {
        var started = services.Time.GetTimestamp();
        while (true)
        {
            try
            {
                return JobRecovery.Scheduled(await LookCloselyAsync(state).ConfigureAwait(false), spec);
            }
            catch (IOException unseen) when (services.Time.GetElapsedTime(started) > HeldPatience)
            {
                return new(state, new NotVerifiable($"is not started: what an earlier server left behind cannot be told. {unseen.Message}"));
            }
            catch (IOException)
            {
                // Usually for lack of descriptors, which may be released in a moment; or it is in the middle of an exec.
                await Task.Delay(HeldPause, services.Time).ConfigureAwait(false);
            }
        }
    }

    private async Task<Recovered> LookCloselyAsync(ProcessState state)
    {
        var known = services.Store.Read(spec.Id);
        CheckPidFile(known);
        if (spec.Schedule is not null)
        {
            state = JobRecovery.Remember(state, known, services.Host.BootId);
        }

        known = known?.BootId == services.Host.BootId ? known : null;
        if (await HelperLeftovers.EndAsync(HelperLeftovers.Of(known, spec, services.Host), services.Host, CancellationToken.None).ConfigureAwait(false) is { Count: > 0 } left)
        {
            var survived = $"what an earlier server ran beside it could not be ended: {string.Join(", ", left)} still runs";
            if (known is null or { Phase: Phase.Launching })
            {
                return new(state, new NotVerifiable($"is not started: {survived}"));
            }

            Log.NotEnded(services.Logger, spec.Id, survived);
        }

        if (known is null)
        {
            return await LookWithoutRecordAsync(state).ConfigureAwait(false);
        }

        var changed = !LaunchDigest.IsOf(known.Launch, spec);
        var remembered = state with
        {
            Failures = changed ? 0 : known.Failures,
            HasCompleted = !changed && known.HasCompleted,
            LastExit = known.LastExit,
            Exits = known.Exits,
            // Generations here are those of this server; the earlier run belongs to none of them.
            LaunchError = known.LaunchError is { } error ? error with { Generation = state.Generation } : null,
            LastRestartAt = known.LastRestartAt,
            StoppedByOperator = known.StoppedByOperator,
            Port = known.Port,
        };
        if (known.Identity is { } identity)
        {
            return services.Host.Adopt(identity, spec.Launch.Log) is { } child
                ? Adopt(remembered, known, child)
                : UnrecordedRun(remembered, known) ?? Dead(remembered, known, identity);
        }

        if (known is { Phase: Phase.Launching, Mark: { } mark })
        {
            return await LookForLaunchAsync(remembered, known, mark).ConfigureAwait(false);
        }

        if (UnrecordedRun(remembered, known) is { } unrecorded)
        {
            return unrecorded;
        }

        if (spec.Schedule is not null)
        {
            return JobRecovery.Resting(remembered, known, spec, services.Time.GetUtcNow());
        }

        if (known.Schedule is not null)
        {
            // A process that was a job must now run continuously.
            return Fresh(remembered with { StoppedByOperator = false });
        }

        var enabledSince = spec.Enabled && !known.Enabled;
        return known.Phase switch
        {
            Phase.Stopped when known.Goal == Goal.Down && (known.StoppedByOperator || (!changed && !enabledSince)) => Resting(remembered, known, Phase.Stopped),
            Phase.Failed when !changed => Resting(remembered, known, Phase.Failed),
            Phase.Stopped or Phase.Waiting or Phase.Launching or Phase.Running or Phase.Stopping or Phase.Backoff or Phase.Failed => Fresh(remembered),
            var phase => throw new UnreachableException($"A state of the phase {phase} is not sound."),
        };
    }

    private static Recovered Resting(ProcessState state, PersistedState known, Phase phase) =>
        new(state with { Phase = phase, Reason = known.Reason, Since = known.Since });

    private Recovered Fresh(ProcessState state) => spec is { Enabled: true, Schedule: null, StartsItself: true } ? new(state, Then: new Start(startedBy, KeepsFailures: true)) : new(state);

    private Recovered Adopt(ProcessState state, PersistedState known, IChildProcess child)
    {
        var adopted = new Adopted(child.Identity, child.AgeAtStart, known.StartedAt ?? services.Time.GetUtcNow() - child.AgeAtStart, known.OutputBegin);
        switch (known)
        {
            case { Phase: Phase.Stopping or Phase.Launching, Goal: Goal.Down }:
                return new(state, adopted, child, new Stop(StoppedByPredecessor, known.StoppedByOperator));
            case { Phase: Phase.Stopping }:
                return new(state, adopted, child, new Restart("the server, as its predecessor died during a restart or a shutdown"));
        }

        if (known.Enabled && !spec.Enabled)
        {
            return new(state, adopted, child, new Stop(ByChange, ByOperator: false));
        }

        return LaunchDigest.IsOf(known.Launch, spec) || spec.Schedule is not null ? new(state, adopted, child)
            : spec.Process is { Replace.Mode: ReplaceMode.Rolling } ? new(state, adopted, child) { Outdated = known.Launch }
            : new(state, adopted, child, new Restart(ByChange));
    }

    private Recovered Dead(ProcessState state, PersistedState known, ProcessIdentity identity)
    {
        var dead = new FoundDead(identity, Output: new RunOutput(known.OutputBegin, []));
        return known switch
        {
            _ when spec.Schedule is not null && JobRecovery.HasEnded(known) => new(state with { Reason = known.Reason }, dead with { Exit = known.LastExit }),

            // Its work was done; the last server only did not finish ending the leftovers.
            { Phase: Phase.Stopping, Goal: Goal.Down, StoppedByOperator: false, HasCompleted: true, LastExit: { Code: 0 } exit } when spec.Restart.OnExit != RestartCondition.Always =>
                new(state, dead with { Exit = exit }),
            { Phase: Phase.Stopping, Goal: Goal.Down } =>
                new(state, dead, Then: new Stop(StoppedByPredecessor, known.StoppedByOperator)),
            { Phase: Phase.Stopping } => new(state, dead, Then: new Start("the server, as its predecessor died during a restart or a shutdown")),
            _ when known.Enabled && !spec.Enabled => new(state, dead, Then: new Stop(ByChange, ByOperator: false)),

            // The last server saw the exit; it only did not finish ending the leftovers.
            { Phase: Phase.Backoff } => new(state, dead with { Exit = known.LastExit, IsCounted = true }),
            _ => new(state, dead),
        };
    }

    /// <summary>Handles a later run than the recorded one, by a server that could no longer write its state. Its control group or the lock on the log reveals it.</summary>
    private Recovered? UnrecordedRun(ProcessState state, PersistedState known)
    {
        if (!services.Host.IsHeld(spec.Id, spec.Launch.Log) || services.Host.FindByLog(spec.Id, spec.Launch.Log) is not { } child)
        {
            return null;
        }

        if (child.Identity.Mark == known.Mark)
        {
            // A process that the recorded run left behind and that leads its own session.
            child.Dispose();
            return null;
        }

        return Found(state, child);
    }

    private Recovered Found(ProcessState state, IChildProcess child) =>
        new(state, new Adopted(child.Identity, child.AgeAtStart, services.Time.GetUtcNow() - child.AgeAtStart), child);

    /// <summary>Handles that the last server died between requesting a launch and recording it.</summary>
    private async Task<Recovered> LookForLaunchAsync(ProcessState state, PersistedState known, string mark)
    {
        var started = services.Time.GetTimestamp();
        while (true)
        {
            if (services.Host.FindByMark(mark) is { } child)
            {
                return Adopt(state, known, child);
            }

            if (!services.Host.IsHeld(spec.Id, spec.Launch.Log))
            {
                // It may have been in between: holding the output while its parent's environment was still visible, and
                // then its own. Nobody holds the output now, so one more check is final.
                return services.Host.FindByMark(mark) is { } late ? Adopt(state, known, late)
                    : known is { Goal: Goal.Down, StoppedByOperator: true } ? Resting(state, known with { Reason = $"stopped by {StoppedByPredecessor}" }, Phase.Stopped)
                    : spec.Schedule is not null ? JobRecovery.Resting(state, known, spec, services.Time.GetUtcNow())
                    : Fresh(state);
            }

            if (services.Time.GetElapsedTime(started) > HeldPatience)
            {
                return new(state, new NotVerifiable(HeldReason()));
            }

            await Task.Delay(HeldPause, services.Time).ConfigureAwait(false);
        }
    }

    /// <summary>Handles that there is no record, or one of another boot. Its control group or the lock on its log shows whether something is running anyway.</summary>
    private async Task<Recovered> LookWithoutRecordAsync(ProcessState state)
    {
        var started = services.Time.GetTimestamp();
        while (services.Host.IsHeld(spec.Id, spec.Launch.Log))
        {
            if (services.Host.FindByLog(spec.Id, spec.Launch.Log) is { } child)
            {
                return Found(state, child);
            }

            if (services.Time.GetElapsedTime(started) > HeldPatience)
            {
                return new(state, new NotVerifiable(HeldReason()));
            }

            await Task.Delay(HeldPause, services.Time).ConfigureAwait(false);
        }

        return Fresh(state);
    }

    private string HeldReason() =>
        services.Host.IsOutputHeld(spec.Launch.Log)
            ? $"is not started: its log {spec.Launch.Log.File} is held open by a program that could not be identified as a run of it"
            : "is not started: programs that an earlier run of it has started are still alive, and the result of that run is not known";

    private void CheckPidFile(PersistedState? known)
    {
        var (pid, problem) = PidFile.Read(spec.Launch.PidFile);
        if (problem is not null)
        {
            Log.PidFileIgnored(services.Logger, spec.Id, spec.Launch.PidFile, problem);
        }
        else if (pid is not null && pid != known?.Identity?.Pid)
        {
            Log.PidFileIgnored(services.Logger, spec.Id, spec.Launch.PidFile, $"process {pid} was not started here or is no longer the same");
        }
    }
}
