using System.Diagnostics;
using ProcessProxy.Supervision.Feed;
using ProcessProxy.Supervision.Machine;

namespace ProcessProxy.Supervision.Diagnosis;

/// <summary>Decides from the facts what causes the state of a process. Pure; <see cref="FactGatherer"/> collects the facts.</summary>
internal static class DiagnosisDecision
{
    /// <param name="facts">The facts.</param>
    /// <param name="signalName">Returns the name of a signal by its number.</param>
    public static ProcessDiagnosis Of(DiagnosisFacts facts, Func<int, string> signalName)
    {
        var words = new ExitWords(signalName);
        var verdict = Judge(facts, words);
        var decided = verdict.Key is { } key ? ConfigurationKey.Find(key, facts) : null;
        var (spec, state) = (facts.Spec, facts.State);
        return new ProcessDiagnosis
        {
            ProcessId = facts.Id,
            At = facts.Now.Utc,
            Summary = verdict.Summary.TrimEnd('.', ' ') + ".",
            Cause = verdict.Cause,
            Details = DiagnosisDetails.Of(facts, verdict, decided, words),
            State = ProcessInfoProjection.StateOf(state.Phase),
            Health = ProcessInfoProjection.HealthOf(spec, state),
            Since = state.Since,
            Exits = [.. facts.Exits.Select(exit => new DiagnosedExit(
                exit.Record.At, exit.Record.Code, exit.Record.Signal, words.Describe(exit.Record, spec), exit.Record.Asked, exit.Lines))],
            Port = facts.Port is { } port ? new DiagnosedPort(port.Number, port.Owner) : null,
            BlockedBy = [.. facts.Chain, .. facts.OtherBlockers],
            Probe = ProbeOf(facts),
            NextAttemptAt = state.Pause?.NextAttemptAt,
            AttemptsLeft = RestartPolicy.Left(spec.Restart, state.Failures),
            DecidedBy = decided,
        };
    }

    private static Verdict Judge(DiagnosisFacts facts, ExitWords words)
    {
        var (id, state) = (facts.Id, facts.State);
        return state switch
        {
            { IsUnsettled: true } => new(DiagnosisCause.Unsettled, $"{id} {state.Reason}"),
            { Phase: Phase.Stopped } => RestingVerdict.Of(facts, words),
            { Phase: Phase.Waiting } => WaitingVerdict.Of(facts),
            { Phase: Phase.Launching, Preparation: not null } => new(DiagnosisCause.Starting, $"{id} is being started: {state.Reason}", ConfigurationKey.Of(id, "preStart.command")),
            { Phase: Phase.Launching } => new(DiagnosisCause.Starting, $"{id} is being started"),
            { Phase: Phase.Running } => new RunningVerdict(facts, words).Find(),
            { HasExited: false, Ending.Request: { } request } => OfRequest(id, request),
            _ => new DownVerdict(facts, words).Find(),
        };
    }

    private static Verdict OfRequest(string id, EndRequest request) => request.Cause switch
    {
        EndCause.Health => new(DiagnosisCause.Unhealthy, $"{id} is being ended: it {request.Why}", ConfigurationKey.Of(id, "healthCheck.path")),
        EndCause.Memory => new(DiagnosisCause.MemoryLimit, $"{id} is being ended: it {request.Why}", ConfigurationKey.Of(id, "maxMemory")),
        EndCause.Wish => new(DiagnosisCause.Stopping, $"{id} is being ended: {request.Why}"),
        _ => throw new UnreachableException($"{request.Cause} is no cause."),
    };

    private static DiagnosedProbe? ProbeOf(DiagnosisFacts facts)
    {
        if (facts.Spec.HealthCheck is not { } check)
        {
            return null;
        }

        var isUp = facts.State.Phase == Phase.Running;
        var probe = isUp ? facts.State.Health.Last : facts.Exits is [var last, ..] ? last.Record.Probe : null;
        return probe is not { Ok: false } ? null : new DiagnosedProbe(
            check.Url.AbsoluteUri, probe.At, probe.Status, probe.Detail, probe.Body, isUp ? facts.State.Health.Failures : check.Retries, check.Retries);
    }
}
