using System.Globalization;
using ProcessProxy.Supervision.Machine;

namespace ProcessProxy.Supervision.Diagnosis;

/// <summary>Describes useful details beside the cause, one sentence each.</summary>
internal static class DiagnosisDetails
{
    public static IReadOnlyList<string> Of(DiagnosisFacts facts, Verdict verdict, DecidingValue? decided, ExitWords words) =>
        [.. Sentences(facts, verdict, decided, words).Select(sentence => sentence.TrimEnd('.') + ".")];

    private static IEnumerable<string> Sentences(DiagnosisFacts facts, Verdict verdict, DecidingValue? decided, ExitWords words)
    {
        var (spec, state) = (facts.Spec, facts.State);
        if (facts.FailedBefore is { } before)
        {
            yield return $"The previous attempt failed. {before.Why.TrimEnd('.')}{(ErrorLine.FindOrLast(facts.LaunchLines) is { } said ? $": {said}" : "")}";
        }

        if (facts.Exits is [var last, ..])
        {
            yield return $"The last run {words.Describe(last.Record, spec)}{(last.Record.Lasted is { } lasted ? $", {ExitWords.Age(lasted)} after its start" : "")}";
            if (spec.Schedule is null && facts.Exits.Count(exit => exit.Record.Asked is null) is > 1 and var many)
            {
                yield return $"{many} of the last {facts.Exits.Count} runs ended without being asked to";
            }
            else if (spec.Schedule is not null && facts.Exits.Count(exit => exit.Record is { Code: not 0, Asked: null, IsUnobserved: false }) is > 1 and var failed)
            {
                yield return $"{failed} of the last {facts.Exits.Count} runs ended with an error";
            }

            if (ErrorLine.FindOrLast(last.Lines) is { } line && !verdict.Summary.Contains(line, StringComparison.Ordinal))
            {
                yield return $"The last thing it wrote: {line}";
            }
        }

        if (state is { Pause.NextAttemptAt: var at })
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"The next attempt is at {at.UtcDateTime:HH:mm:ss} UTC, {RestartPolicy.Left(spec.Restart, state.Failures)} more are left after it");
        }

        if (facts.Port is { } port && verdict.Cause is not (DiagnosisCause.PortTaken or DiagnosisCause.NotListening))
        {
            yield return !port.IsKnown ? $"Its port is {port.Number}; this system does not tell who listens there"
                : port.IsOwn ? state.Phase == Phase.Running ? $"It listens on port {port.Number}" : $"What a run of it has started listens on port {port.Number}"
                : port.Owner is null ? $"Nothing listens on its port {port.Number}"
                : $"Its port {port.Number} is used by {port.StrangerInWords}";
        }

        foreach (var other in facts.OtherBlockers)
        {
            yield return $"It waits for {other.Id}, too, which is {other.State.ToString().ToLowerInvariant()} ({other.Reason})";
        }

        if (decided is not null)
        {
            yield return $"What decided: {decided.Key} is {decided.Value}{(decided.File is { } file ? $", {Path.GetFileName(file)} line {decided.Line}" : ", by default")}";
        }
    }
}
