namespace ProcessProxy.Supervision.Diagnosis;

/// <summary>The cause of the state of a process.</summary>
/// <param name="Cause">The cause as a word.</param>
/// <param name="Summary">The cause as one sentence, without the period.</param>
/// <param name="Key">The names of the deciding key, from the outermost, or null.</param>
internal sealed record Verdict(DiagnosisCause Cause, string Summary, IReadOnlyList<string>? Key = null);
