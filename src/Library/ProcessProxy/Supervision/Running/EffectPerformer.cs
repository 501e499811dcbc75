using System.Diagnostics;
using ProcessProxy.Background;
using ProcessProxy.Configuration;
using ProcessProxy.Logs;
using ProcessProxy.Logs.Parts;
using ProcessProxy.Platform.FailPoints;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision.Helpers;
using ProcessProxy.Supervision.Keeping;
using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Recovering;
using ProcessProxy.Supervision.Services;

namespace ProcessProxy.Supervision.Running;

/// <summary>Executes the effects of one process, and owns what they require: the program, its timers, its prober.</summary>
internal sealed class EffectPerformer : IAsyncDisposable
{
    /// <summary>Distinguishes this process's runs from those of every other process and server, so that a mark is never used twice.</summary>
    private readonly string instance = Guid.NewGuid().ToString("N");

    private readonly RunnerServices services;
    private readonly Func<MachineEvent, ValueTask> post;
    private readonly CancellationTokenSource hurry = new();
    private readonly PidFileKeeper pidFile;
    private readonly RunTimers timers;
    private readonly PreStart preStart;
    private readonly RunProber prober;
    private readonly string startedBy;
    private readonly Func<ProcessState, CancellationToken, Task> becomeQuiet;
    private readonly Action<string> askForReplacement;
    private ProcessSpec spec;
    private string digest;
    private string? outdated;
    private IRunLog log;
    private IRunLog runLog;
    private ValueList<LogPosition?> begin = [];
    private IChildProcess? child;
    private Task exitNews = Task.CompletedTask;
    private Task ending = Task.CompletedTask;
    private long watched;

    /// <summary>Creates a performer without anything to do.</summary>
    /// <param name="spec">The process.</param>
    /// <param name="services">The services that all runners share.</param>
    /// <param name="startedBy">The origin of the start if nothing is running, in words.</param>
    /// <param name="post">Receives events.</param>
    /// <param name="tryAgain">Requests <see cref="TryAgain"/>, in turn.</param>
    /// <param name="becomeQuiet">Returns when the program may be asked to end.</param>
    /// <param name="askForReplacement">Asks for a new program beside this one, for a reason in words.</param>
    public EffectPerformer(
        ProcessSpec spec, RunnerServices services, string startedBy, Func<MachineEvent, ValueTask> post, Action tryAgain,
        Func<ProcessState, CancellationToken, Task> becomeQuiet, Action<string> askForReplacement)
    {
        this.askForReplacement = askForReplacement;
        this.becomeQuiet = becomeQuiet;
        this.spec = spec;
        this.startedBy = startedBy;
        this.services = services;
        this.post = post;
        log = services.OpenLog(spec.Id, spec.Launch.Log);
        runLog = log;
        pidFile = new PidFileKeeper(services, tryAgain);
        timers = new RunTimers(services, post);
        preStart = new PreStart(services, post);
        prober = new RunProber(services, post);
        digest = Keeping.LaunchDigest.Of(spec);
    }

    /// <summary>Gets a digest of the launch.</summary>
    public string LaunchDigest => outdated ?? digest;

    /// <summary>Gets whether the program is one of an earlier server that was launched in another way.</summary>
    public bool IsOutdated => outdated is not null;

    /// <summary>Returns the mark of an attempt: no other attempt of any process of any server has the same.</summary>
    public string Mark(long generation) => $"{PersistedState.MarkPrefix(spec.Id)}{instance}-{generation}";

    /// <summary>Retries what failed earlier without preventing anything else.</summary>
    public void TryAgain() => pidFile.WriteAgain(spec.Id);

    /// <summary>Makes the end in progress, and later ones, kill immediately. Never fails.</summary>
    public async Task HurryAsync()
    {
        try
        {
            await hurry.CancelAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // It has been released in the meantime: nothing is left to hurry.
        }
        catch (Exception fault)
        {
            // Any exception: the others must still be hurried.
            BackgroundLog.Failed(services.Logger, $"{spec.Id}: ending it at once", fault);
        }
    }

    /// <summary>Looks for what an earlier run left behind, and takes over what is running.</summary>
    public async Task<Recovered> LookAsync(ProcessState state)
    {
        var found = await new Recovery(spec, services, startedBy).LookAsync(state).ConfigureAwait(true);
        if (found.Child is not null)
        {
            child = found.Child;
            runLog = log;
            runLog.Resume();
        }

        outdated = found.Outdated;
        log.Recovered(found.Child?.Identity.Pid);
        return found;
    }

    /// <summary>Uses a configuration that differs in the port of the program only.</summary>
    public void Use(ProcessSpec with) => spec = with;

    /// <summary>Handles that the next program is launched as it is configured.</summary>
    public void NoteLaunch() => outdated = null;

    /// <summary>Uses other names for the files of a program, which keeps running.</summary>
    public void Rename(ProcessSpec renamed, ProcessState state)
    {
        var before = spec;
        spec = renamed;
        digest = Keeping.LaunchDigest.Of(spec);
        if (before.Launch.Log != spec.Launch.Log)
        {
            log = services.OpenLog(spec.Id, spec.Launch.Log);
            runLog = log;
            runLog.Resume();
        }

        if (before.Launch.PidFile != spec.Launch.PidFile && state is { Phase: Phase.Running or Phase.Stopping, HasExited: false, Identity: { } program })
        {
            pidFile.Remove(before, program.Pid);
            pidFile.Write(spec, program.Pid);
        }
    }

    /// <summary>Takes a new configuration. The machine decides what follows.</summary>
    public async Task ConfigureAsync(ProcessSpec changed)
    {
        if (changed.Launch.Log != spec.Launch.Log)
        {
            log = services.OpenLog(changed.Id, changed.Launch.Log);
        }

        spec = changed;
        services.Resources.Tell(spec.Id, MemoryReport());
        if (!Keeping.LaunchDigest.IsOf(digest, spec))
        {
            digest = Keeping.LaunchDigest.Of(spec);
        }

        await prober.StopAsync().ConfigureAwait(true);
    }

    /// <summary>Does what must be done before the state shows an event.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="state">The state before it.</param>
    /// <returns>The event, with the result.</returns>
    public MachineEvent Before(MachineEvent happened, ProcessState state)
    {
        return happened switch
        {
            _ when happened.IsStale(state) => happened,
            MachineEvent.TreeEnded => Drained(),
            MachineEvent.Prepared prepared => prepared with { Output = Ended(begin) },
            MachineEvent.Exited exited => exited with { Output = Ended(state.Run?.OutputBegin) },
            MachineEvent.FoundDead dead => dead with { Output = Ended(dead.Output?.Begin) },
            MachineEvent.Probed { Result.Ok: false } probed => probed with { WhyNotNow = services.Dependencies.WhyNotNow(spec.DependsOn) },
            MachineEvent.Measured measured => measured with { WhyNotNow = services.Dependencies.WhyNotNow(spec.DependsOn) },
            _ => happened,
        };

        // The last output of the rest of the tree is there before its end is reported.
        MachineEvent Drained()
        {
            runLog.CatchUp();
            return happened;
        }

        RunOutput Ended(ValueList<LogPosition?>? begin)
        {
            runLog.RunEnded();
            return new RunOutput(begin ?? [], runLog.Marked);
        }
    }

    /// <summary>Executes one effect.</summary>
    /// <returns>The resulting event, if it is known immediately.</returns>
    public async ValueTask<MachineEvent?> PerformAsync(MachineEffect effect, ProcessState state)
    {
        switch (effect)
        {
            case MachineEffect.LookAgain:
                return (await LookAsync(state).ConfigureAwait(true)).Found ?? new MachineEvent.FoundNothing();
            case MachineEffect.Prepare prepare:
                PrepareLog();
                preStart.Begin(spec, Mark(prepare.Generation), prepare.Generation, hurry.Token);
                return null;
            case MachineEffect.CallOff:
                await preStart.CallOffAsync().ConfigureAwait(true);
                return null;
            case MachineEffect.Launch launch:
                return Launch(launch.Generation, state.Port is not null);
            case MachineEffect.EndTree end:
                return EndTree(end, state);
            case MachineEffect.Watch watch:
                child!.Recorded();
                exitNews = ReportEndAsync(child, watch.Generation);
                watched = watch.Generation;
                services.Resources.Begin(spec.Id, child.Identity, MemoryReport());
                return null;
            case MachineEffect.AwaitDependencies wait:
                services.Dependencies.Await(spec.Id, spec.DependsOn, wait.Generation, post);
                return null;
            case MachineEffect.SetRestartTimer timer:
                timers.Set(timer, RestartPolicy.IsCrashLooping(state));
                return null;
            case MachineEffect.SetLastedTimer timer:
                timers.Set(timer);
                return null;
            case MachineEffect.SetClockTimer timer:
                timers.Set(timer);
                return null;
            case MachineEffect.SetOverrunTimer timer:
                timers.Set(timer);
                return null;
            case MachineEffect.StartProbing probe:
                await prober.StartAsync(spec, probe).ConfigureAwait(true);
                return null;
            case MachineEffect.StopProbing:
                await prober.StopAsync().ConfigureAwait(true);
                return null;
            case MachineEffect.AskForReplacement ask:
                askForReplacement(ask.Why);
                return null;
            case MachineEffect.WritePidFile:
                FailPoint.Pass("state-running");
                pidFile.Write(spec, state.Identity!.Pid);
                FailPoint.Pass("pid-file");
                return null;
            case MachineEffect.RemovePidFile:
                pidFile.Remove(spec, state.Identity?.Pid);
                return null;
            case MachineEffect.Release:
                child?.Dispose();
                child = null;
                services.Resources.End(spec.Id);

                // What could not be ended may end much later, or unseen; nobody waits for that event anymore.
                exitNews = Task.CompletedTask;
                return null;
            default:
                throw new UnreachableException($"Nobody knows how to do {effect}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await prober.StopAsync().ConfigureAwait(false);
        services.Dependencies.Forget(spec.Id);
        services.Resources.Remove(spec.Id);
        timers.Dispose();
        pidFile.Dispose();
        await preStart.DisposeAsync().ConfigureAwait(false);
        await ending.ConfigureAwait(false);
        child?.Dispose();
        hurry.Dispose();
    }

    private MachineEvent Launch(long generation, bool hasPort)
    {
        FailPoint.Pass("state-starting");
        if (spec.Process is { Port.IsAuto: true } && !hasPort)
        {
            return new MachineEvent.LaunchFailed(generation, $"No port of settings.portRange ({services.Ports.Range}) is free.", LaunchFault.NoRoom);
        }

        try
        {
            PrepareLog();
            using var output = runLog.OpenOutput();
            child = services.Host.Launch(new LaunchRequest(spec.Id, Mark(generation), spec.Launch, output) { ProcessId = spec.ProcessId });
        }
        catch (Exception fault) when (fault is LaunchException or IOException or UnauthorizedAccessException)
        {
            return new MachineEvent.LaunchFailed(generation, fault.Message, LaunchException.FaultOf(fault));
        }

        FailPoint.Pass("identified");
        return new MachineEvent.Launched(generation, child.Identity, begin);
    }

    /// <summary>Prepares the log for output.</summary>
    private void PrepareLog()
    {
        runLog = log;
        runLog.PrepareRun();
        begin = runLog.Marked;
    }

    private MachineEvent? EndTree(MachineEffect.EndTree end, ProcessState state)
    {
        // A process that left the group may still hold the output, so the next launch could not have it.
        var thorough = end.Thorough || services.Host.IsOutputHeld(spec.Launch.Log);
        var request = new EndTreeRequest(
            services.Host.SignalNumber(spec.Stop.Signal), spec.Stop.Timeout, thorough, Patient: state.Pause is { IsOver: false }, spec.Stop.SignalTo);
        var ended = EndAsync(request, state);

        // Only if the exit is known: a posted event about it has not been read.
        if (ended.IsCompletedSuccessfully && state.HasExited)
        {
            return new MachineEvent.TreeEnded(end.Generation, ended.Result);
        }

        ending = ReportAsync();
        return null;

        async Task ReportAsync()
        {
            var survivors = await ended.ConfigureAwait(false);
            if (survivors.Count == 0)
            {
                // The exit is reported before the end of the tree, so the exit code is known when the stop is complete.
                await exitNews.ConfigureAwait(false);
            }

            await post(new MachineEvent.TreeEnded(end.Generation, survivors)).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<string>> EndAsync(EndTreeRequest request, ProcessState state)
    {
        var process = spec;
        await becomeQuiet(state, hurry.Token).ConfigureAwait(false);
        if (process.Stop.Command is not null && state is { HasExited: false, Ending.Request: not null, Identity: { } program }
            && request.Grace > TimeSpan.Zero && !hurry.IsCancellationRequested)
        {
            (request, var failure) = await StopCommand.AskAsync(process, program, request, services, hurry.Token).ConfigureAwait(false);
            if (failure is not null)
            {
                await post(new MachineEvent.StopCommandFailed(state.Generation, failure)).ConfigureAwait(false);
            }
        }

        return await TreeEnd.SurvivorsAsync(
            process.Id,
            () => child is not null ? child.EndTreeAsync(request, hurry.Token) : services.Host.EndLeftoversAsync(state.Identity!, request, hurry.Token),
            services,
            hurry.Token).ConfigureAwait(false);
    }

    private async Task ReportEndAsync(IChildProcess watched, long generation)
    {
        var end = ProcessEnd.Unknown;
        var memoryKill = MemoryKill.None;
        try
        {
            end = await watched.Ended.ConfigureAwait(false);
            memoryKill = watched.MemoryKill;
        }
        catch (Exception fault)
        {
            // Any exception: a program that nobody watches anymore must not be shown as running.
            BackgroundLog.Failed(services.Logger, $"{spec.Id}: waiting for its end", fault);
        }

        var signal = end.Signal is { } number ? services.Host.SignalName(number) : null;
        await post(new MachineEvent.Exited(generation, new ProcessExit(end.Code, signal, services.Time.GetUtcNow()), memoryKill)).ConfigureAwait(false);
    }

    /// <summary>Returns who receives the memory of the run; null if it has no limit.</summary>
    private Func<long, ValueTask>? MemoryReport()
    {
        var generation = watched;
        return spec.MaxMemory is null ? null : memory => post(new MachineEvent.Measured(generation, memory));
    }
}
