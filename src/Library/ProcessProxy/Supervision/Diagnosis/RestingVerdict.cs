using ProcessProxy.Supervision.Feed;

namespace ProcessProxy.Supervision.Diagnosis;

/// <summary>Explains why a process is not supposed to run.</summary>
internal static class RestingVerdict
{
    public static Verdict Of(DiagnosisFacts facts, ExitWords words)
    {
        var (state, id) = (facts.State, facts.Id);
        if (state.StoppedByOperator)
        {
            return Stopped(DiagnosisCause.StoppedByOperator, "stopped by an operator", facts);
        }

        if (!facts.Spec.Enabled && (facts.Exits.Count == 0 || state.StoppedByServer))
        {
            return new(DiagnosisCause.Disabled, $"{id} is not started because it is disabled (enabled: false)", ConfigurationKey.Of(id, "enabled"));
        }

        if (state.Schedule.NextRunAt is not null && state.Schedule.LastResult != RunResult.Failed)
        {
            return new(DiagnosisCause.Scheduled, $"{id} is a job that waits for its next run: it {JobWords.Reason(facts.Spec, state, facts.Now)}", ConfigurationKey.Of(id, "schedule"));
        }

        return state.StoppedByServer ? Stopped(DiagnosisCause.StoppedByServer, state.Reason, facts)
            : facts.Exits.Count > 0 && state.Generation > 0 ? new DownVerdict(facts, words).Find()
            : new(facts.Spec.Enabled ? DiagnosisCause.Starting : DiagnosisCause.Disabled, $"{id} is {state.Reason}");
    }

    private static Verdict Stopped(DiagnosisCause cause, string how, DiagnosisFacts facts) =>
        facts.Exits is [{ Record: { Asked: not null } last }, ..] && ExitWords.Killed(last, facts.Spec) is { } killed
            ? new(cause, $"{facts.Id} was {how}; it {killed}", ConfigurationKey.Of(facts.Id, "stopTimeout"))
            : new(cause, $"{facts.Id} was {how}");
}
