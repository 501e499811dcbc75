namespace ProcessProxy;

/// <summary>A problem in a configuration, with its place.</summary>
/// <param name="File">The absolute path of the file; empty for a value that code has set.</param>
/// <param name="Line">The line, from 1; 0 if the source has no lines.</param>
/// <param name="Column">The column, from 1; 0 if the source has no lines.</param>
/// <param name="Code">A stable code, such as <c>PP0101</c>.</param>
/// <param name="Key">The path of the invalid key, such as <c>processes.web.restartDelay</c>; empty for the file as a whole.</param>
/// <param name="Message">The description of the problem, one sentence.</param>
/// <param name="Suggestion">The nearest valid key or value, or null.</param>
public sealed record ConfigurationProblem(
    string File, int Line, int Column, string Code, string Key, string Message, string? Suggestion = null)
{
    /// <summary>Gets whether the problem is an error or a warning.</summary>
    /// <value><see cref="ProblemSeverity.Error"/> by default.</value>
    public ProblemSeverity Severity { get; init; }

    /// <summary>
    /// Returns the problem in the format that editors and build logs understand: <c>file(line,column): error CODE: sentence</c>, or <c>warning</c>. Without
    /// lines, the format is <c>key: error CODE: sentence</c>.
    /// </summary>
    public override string ToString() =>
        $"{(Line > 0 ? $"{File}({Line},{Column})" : string.Join(": ", new[] { File, Key }.Where(part => part.Length > 0)))}: {(Severity == ProblemSeverity.Warning ? "warning" : "error")} {Code}: {Message}{(Suggestion is null ? "" : $" Did you mean '{Suggestion}'?")}";
}
