namespace ProcessProxy.Supervision.Diagnosis;

/// <summary>What is behind the state of a process.</summary>
/// <param name="Cause">As a word.</param>
/// <param name="Summary">As one sentence, without its full stop.</param>
/// <param name="Key">The key of the configuration that decided, its names from the outermost; null when none did.</param>
internal sealed record Verdict(DiagnosisCause Cause, string Summary, IReadOnlyList<string>? Key = null);
